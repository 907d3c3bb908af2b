using System.Buffers.Binary;
using System.Collections.Immutable;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>Order commands: their terms and references, alone and in bulks.</summary>
internal static partial class CommandCodec
{
    private const byte PlaceTag = 0;
    private const byte CancelTag = 1;
    private const byte ReplaceTag = 2;
    private const byte ByIdTag = 0;
    private const byte ByClientIdTag = 1;
    private const int MinActionBytes = 3;
    internal const OrderFlags AllFlags = OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp;

    [Flags]
    private enum TermsPresence : byte
    {
        None = 0,
        ExpiresAt = 1,
        Stp = 2,
        ClientId = 4,
        Builder = 8,
        All = ExpiresAt | Stp | ClientId | Builder,
    }

    [Flags]
    private enum FilterPresence : byte
    {
        None = 0,
        Symbol = 1,
        Underlying = 2,
        MmpOnly = 4,
        All = Symbol | Underlying | MmpOnly,
    }

    private static void WriteOrderCommand(CanonicalWriter writer, CommandType type, EngineCommand command)
    {
        switch (type)
        {
            case CommandType.PlaceOrder:
                var place = (PlaceOrder)command;
                writer.WriteAddress(place.Wallet);
                WriteTerms(writer, place.Order);
                break;
            case CommandType.CancelOrder:
                var cancel = (CancelOrder)command;
                writer.WriteAddress(cancel.Wallet);
                WriteReference(writer, cancel.Order);
                break;
            case CommandType.CancelAll:
                WriteCancelAll(writer, (CancelAll)command);
                break;
            case CommandType.CancelAllAfter:
                var after = (CancelAllAfter)command;
                writer.WriteAddress(after.Wallet);
                writer.WriteInt64(after.TimeoutMs);
                break;
            case CommandType.ReplaceOrder:
                var replace = (ReplaceOrder)command;
                writer.WriteAddress(replace.Wallet);
                WriteReplace(writer, replace.Target, replace.Order, replace.TotalSize);
                break;
            case CommandType.BulkOrders:
                WriteBulk(writer, (BulkOrders)command);
                break;
            case CommandType.RfqExecute:
                WriteRfq(writer, (RfqExecute)command);
                break;
            default:
                throw Unwritable(command);
        }
    }

    private static EngineCommand? ReadOrderCommand(ref CanonicalReader reader, CommandType type) => type switch
    {
        CommandType.PlaceOrder => new PlaceOrder(reader.ReadAddress(), ReadTerms(ref reader)),
        CommandType.CancelOrder => new CancelOrder(reader.ReadAddress(), ReadReference(ref reader)),
        CommandType.CancelAll => ReadCancelAll(ref reader),
        CommandType.CancelAllAfter => new CancelAllAfter(reader.ReadAddress(), ReadTime(ref reader, "timeout")),
        CommandType.ReplaceOrder =>
            new ReplaceOrder(
                reader.ReadAddress(), ReadReference(ref reader), ReadTerms(ref reader), reader.ReadBoolean()),
        CommandType.BulkOrders => new BulkOrders(reader.ReadAddress(), ReadActions(ref reader)),
        CommandType.RfqExecute => ReadRfq(ref reader),
        _ => Unknown(ref reader, type),
    };

    /// <summary>Bytes of what all terms have before the symbol.</summary>
    private const int FixedTermsBytes = 20;

    private static void WriteTerms(CanonicalWriter writer, in OrderTerms terms)
    {
        TermsPresence presence = (terms.ExpiresAtMs.HasValue ? TermsPresence.ExpiresAt : 0)
            | (terms.Stp.HasValue ? TermsPresence.Stp : 0)
            | (terms.ClientId is not null ? TermsPresence.ClientId : 0)
            | (terms.Builder.HasValue ? TermsPresence.Builder : 0);
        Span<byte> fixedPart = writer.Reserve(FixedTermsBytes);
        fixedPart[0] = (byte)presence;
        fixedPart[1] = (byte)terms.Side;
        fixedPart[2] = (byte)terms.TimeInForce;
        fixedPart[3] = (byte)terms.Flags;
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[4..], terms.Price.Units);
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[12..], terms.Size.Units);
        writer.WriteString(terms.Symbol);
        if (presence == TermsPresence.None)
            return;
        if (terms.ExpiresAtMs is { } expiresAt)
            writer.WriteInt64(expiresAt);
        if (terms.Stp is { } stp)
            writer.WriteByte((byte)stp);
        if (terms.ClientId is { } clientId)
            writer.WriteString(clientId);
        if (terms.Builder is { } builder)
            writer.WriteAddress(builder);
    }

    private static OrderTerms ReadTerms(ref CanonicalReader reader)
    {
        var presence = (TermsPresence)reader.ReadByte((byte)TermsPresence.All, "optional terms");
        var side = (Side)reader.ReadByte((byte)Side.Sell, "side");
        var timeInForce = (TimeInForce)reader.ReadByte((byte)TimeInForce.Gtd, "time in force");
        var flags = (OrderFlags)reader.ReadByte((byte)AllFlags, "order flags");
        var price = new Price(reader.ReadInt64());
        var size = new Quantity(reader.ReadInt64());
        string symbol = reader.ReadString(CommandLimits.MaxSymbolBytes, "symbol");
        return new OrderTerms(
            symbol,
            side,
            price,
            size,
            timeInForce,
            (presence & TermsPresence.ExpiresAt) != 0 ? ReadTime(ref reader, "expiry") : null,
            flags,
            (presence & TermsPresence.Stp) != 0 ? (StpMode)reader.ReadByte((byte)StpMode.Decrement, "stp") : null,
            (presence & TermsPresence.ClientId) != 0 ? ReadClientId(ref reader) : null,
            (presence & TermsPresence.Builder) != 0 ? reader.ReadAddress() : null);
    }

    private static void WriteReference(CanonicalWriter writer, in OrderReference reference)
    {
        if (reference.ClientId is { } clientId)
        {
            writer.WriteByte(ByClientIdTag);
            writer.WriteString(clientId);
            return;
        }

        writer.WriteByte(ByIdTag);
        writer.WriteInt64(reference.OrderId.GetValueOrDefault());
    }

    private static OrderReference ReadReference(ref CanonicalReader reader) =>
        reader.ReadByte(ByClientIdTag, "order reference") == ByIdTag
            ? OrderReference.ById(reader.ReadInt64())
            : OrderReference.ByClientId(ReadClientId(ref reader));

    private static void WriteCancelAll(CanonicalWriter writer, CancelAll command)
    {
        writer.WriteAddress(command.Wallet);
        FilterPresence presence = (command.Symbol is not null ? FilterPresence.Symbol : 0)
            | (command.Underlying is not null ? FilterPresence.Underlying : 0)
            | (command.MmpOnly ? FilterPresence.MmpOnly : 0);
        writer.WriteByte((byte)presence);
        if (command.Symbol is { } symbol)
            writer.WriteString(symbol);
        if (command.Underlying is { } underlying)
            writer.WriteString(underlying);
    }

    private static CancelAll ReadCancelAll(ref CanonicalReader reader)
    {
        WalletAddress wallet = reader.ReadAddress();
        var presence = (FilterPresence)reader.ReadByte((byte)FilterPresence.All, "filters");
        return new CancelAll(
            wallet,
            (presence & FilterPresence.Symbol) != 0 ? ReadSymbol(ref reader) : null,
            (presence & FilterPresence.Underlying) != 0 ? ReadUnderlying(ref reader) : null,
            (presence & FilterPresence.MmpOnly) != 0);
    }

    private static void WriteBulk(CanonicalWriter writer, BulkOrders command)
    {
        writer.WriteAddress(command.Wallet);
        ReadOnlySpan<BulkAction> actions = command.Actions.AsSpan();
        writer.WriteCount(actions.Length);
        foreach (BulkAction action in actions)
        {
            switch (action)
            {
                case BulkPlace place:
                    writer.WriteByte(PlaceTag);
                    WriteTerms(writer, place.Order);
                    break;
                case BulkCancel cancel:
                    writer.WriteByte(CancelTag);
                    WriteReference(writer, cancel.Order);
                    break;
                case BulkReplace replace:
                    writer.WriteByte(ReplaceTag);
                    WriteReplace(writer, replace.Target, replace.Order, replace.TotalSize);
                    break;
                default:
                    throw Unwritable(command);
            }
        }
    }

    private static void WriteReplace(
        CanonicalWriter writer, OrderReference target, in OrderTerms order, bool totalSize)
    {
        WriteReference(writer, target);
        WriteTerms(writer, order);
        writer.WriteBoolean(totalSize);
    }

    private static ImmutableArray<BulkAction> ReadActions(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(CommandLimits.MaxBulkActions, MinActionBytes, "bulk action");
        if (count == 0)
            return [];
        ImmutableArray<BulkAction>.Builder actions = ImmutableArray.CreateBuilder<BulkAction>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            actions.Add(reader.ReadByte(ReplaceTag, "bulk action") switch
            {
                PlaceTag => new BulkPlace(ReadTerms(ref reader)),
                CancelTag => new BulkCancel(ReadReference(ref reader)),
                _ => new BulkReplace(ReadReference(ref reader), ReadTerms(ref reader), reader.ReadBoolean()),
            });
        }

        return actions.Count == count ? actions.MoveToImmutable() : [];
    }

    private static string ReadSymbol(ref CanonicalReader reader) =>
        reader.ReadString(CommandLimits.MaxSymbolBytes, "symbol");

    private static string ReadUnderlying(ref CanonicalReader reader) =>
        reader.ReadString(CommandLimits.MaxSymbolBytes, "underlying");

    private static string ReadClientId(ref CanonicalReader reader) =>
        ReadNonEmpty(ref reader, CommandLimits.MaxClientIdBytes, "client id");

    private static string ReadNonEmpty(ref CanonicalReader reader, int maxBytes, string what)
    {
        string text = reader.ReadString(maxBytes, what);
        if (text.Length == 0)
            reader.Fail($"{what} is empty");
        return text;
    }

    private static long ReadTime(ref CanonicalReader reader, string what) =>
        reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, what);
}
