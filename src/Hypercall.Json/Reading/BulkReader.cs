using System.Collections.Immutable;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Reading;

/// <summary>Reads BulkOrders: its actions are order commands without a wallet of their own.</summary>
internal static class BulkReader
{
    private const string ExpectedType = "one of PlaceOrder, CancelOrder, ReplaceOrder";

    public static BulkOrders Read(ref ObjectFields fields)
    {
        ImmutableArray<BulkAction>.Builder actions = ImmutableArray.CreateBuilder<BulkAction>();
        if (fields.TryContainer("actions"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
        {
            string path = fields.PathOf("actions"u8);
            var items = new ArrayItems(json);
            while (items.MoveNext())
            {
                if (items.Index == CommandLimits.MaxBulkActions)
                {
                    fields.Fail(new JsonError(path, $"expected at most {CommandLimits.MaxBulkActions} actions"));
                    break;
                }

                var action = new ObjectFields(items.Current, new FieldPath(path, items.Index));
                actions.Add(ReadAction(ref action));
                fields.Fail(action.Finish());
            }
        }

        return new BulkOrders(fields.Wallet("wallet"u8), actions.DrainToImmutable());
    }

    private static BulkAction ReadAction(ref ObjectFields fields)
    {
        CommandType? type = fields.OptionalEnum("type"u8, WireNames.Commands);
        switch (type)
        {
            case CommandType.PlaceOrder:
                return new BulkPlace(OrderReader.PlaceTerms(ref fields));
            case CommandType.CancelOrder:
                return new BulkCancel(OrderReader.Reference(ref fields));
            case CommandType.ReplaceOrder:
                return new BulkReplace(
                    OrderReader.Reference(ref fields),
                    OrderReader.ReplaceTerms(ref fields),
                    OrderReader.TotalSize(ref fields));
            default:
                fields.Abandon(new JsonError(fields.PathOf("type"u8), $"expected {ExpectedType}"));
                return new BulkCancel(default);
        }
    }
}
