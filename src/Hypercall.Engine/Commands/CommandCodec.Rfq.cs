using System.Collections.Immutable;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>Executed requests for quote.</summary>
internal static partial class CommandCodec
{
    private const int MinLegBytes = 1 + 1 + 8 + 8;

    private static void WriteRfq(CanonicalWriter writer, RfqExecute command)
    {
        writer.WriteAddress(command.Taker);
        writer.WriteAddress(command.Maker);
        writer.WriteString(command.RfqId);
        writer.WriteString(command.QuoteId);
        ReadOnlySpan<RfqLeg> legs = command.Legs.AsSpan();
        writer.WriteCount(legs.Length);
        foreach (ref readonly RfqLeg leg in legs)
        {
            writer.WriteString(leg.Symbol);
            writer.WriteByte((byte)leg.Side);
            writer.WriteInt64(leg.Size.Units);
            writer.WriteInt64(leg.Price.Units);
        }
    }

    private static RfqExecute ReadRfq(ref CanonicalReader reader)
    {
        WalletAddress taker = reader.ReadAddress();
        WalletAddress maker = reader.ReadAddress();
        string rfqId = reader.ReadString(CommandLimits.MaxClientIdBytes, "rfq id");
        string quoteId = reader.ReadString(CommandLimits.MaxClientIdBytes, "quote id");
        int count = reader.ReadCount(CommandLimits.MaxRfqLegs, MinLegBytes, "leg");
        ImmutableArray<RfqLeg>.Builder legs = ImmutableArray.CreateBuilder<RfqLeg>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            legs.Add(new RfqLeg(
                ReadSymbol(ref reader),
                (Side)reader.ReadByte((byte)Side.Sell, "side"),
                new Quantity(reader.ReadInt64()),
                new Price(reader.ReadInt64())));
        }

        return new RfqExecute(taker, rfqId, quoteId, maker, legs.DrainToImmutable());
    }
}
