using System.Collections.Immutable;
using System.Text.Json;
using Hypercall.Engine.Commands;

namespace Hypercall.Json.Reading;

/// <summary>
/// Reads RfqExecute. How many legs and how long an id may be is the engine's to reject, up to what the encoding holds.
/// </summary>
internal static class RfqReader
{
    public static RfqExecute Read(ref ObjectFields fields)
    {
        ImmutableArray<RfqLeg>.Builder legs = ImmutableArray.CreateBuilder<RfqLeg>();
        if (fields.TryContainer("legs"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("legs"u8);
            var items = new ArrayItems(json);
            while (items.MoveNext())
            {
                if (items.Index == CommandLimits.MaxRfqLegs)
                {
                    fields.Fail(new JsonError(path, $"expected at most {CommandLimits.MaxRfqLegs} legs"));
                    break;
                }

                var leg = new ObjectFields(items.Current, new FieldPath(path, items.Index));
                legs.Add(ReadLeg(ref leg));
                fields.Fail(leg.Finish());
            }
        }

        return new RfqExecute(
            fields.Wallet("taker"u8),
            Id(ref fields, "rfqId"u8),
            Id(ref fields, "quoteId"u8),
            fields.Wallet("maker"u8),
            legs.DrainToImmutable());
    }

    private static RfqLeg ReadLeg(ref ObjectFields leg) => new(
        leg.String("symbol"u8, 0, CommandLimits.MaxSymbolBytes),
        leg.Enum("side"u8, WireNames.Sides),
        leg.Quantity("size"u8),
        leg.Price("price"u8));

    private static string Id(ref ObjectFields fields, ReadOnlySpan<byte> name) =>
        fields.String(name, 0, CommandLimits.MaxClientIdBytes);
}
