using System.Buffers;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Events;

/// <summary>Events: a kind byte, then a fixed layout per kind.</summary>
public static partial class OutcomeCodec
{
    private const int BookLevelBytes = 16;

    private static void WriteEvents(CanonicalWriter writer, EventBuffer events)
    {
        writer.WriteCount(events.Count);
        for (int i = 0; i < events.Count; i++)
        {
            EventKind kind = events.KindAt(i);
            writer.WriteByte((byte)kind);
            switch (kind)
            {
                case EventKind.OrderUpdated:
                    WriteOrder(writer, events.OrderUpdatedAt(i));
                    break;
                case EventKind.Filled:
                    WriteFilled(writer, events.FilledAt(i));
                    break;
                case EventKind.BookChanged:
                    WriteBook(writer, events, events.BookChangedAt(i));
                    break;
                case EventKind.BalanceChanged:
                    WriteBalance(writer, events.BalanceChangedAt(i));
                    break;
                case EventKind.PositionChanged:
                    WritePosition(writer, events.PositionChangedAt(i));
                    break;
                default:
                    WriteRareEvent(writer, events, i, kind);
                    break;
            }
        }
    }

    private static void ReadEvents(ref CanonicalReader reader, EventBuffer events)
    {
        int count = reader.ReadCount(int.MaxValue, MinEventBytes, "event");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            var kind = (EventKind)reader.ReadByte();
            switch (kind)
            {
                case EventKind.OrderUpdated:
                    events.Add(ReadOrder(ref reader));
                    break;
                case EventKind.Filled:
                    events.Add(ReadFilled(ref reader));
                    break;
                case EventKind.BookChanged:
                    ReadBook(ref reader, events);
                    break;
                case EventKind.BalanceChanged:
                    events.Add(ReadBalance(ref reader));
                    break;
                case EventKind.PositionChanged:
                    events.Add(ReadPosition(ref reader));
                    break;
                default:
                    ReadRareEvent(ref reader, events, kind);
                    break;
            }
        }
    }

    private static void WriteOrder(CanonicalWriter writer, in OrderUpdated value)
    {
        writer.WriteInt64(value.OrderId);
        writer.WriteAddress(value.Wallet);
        writer.WriteString(value.Symbol);
        writer.WriteByte((byte)value.Side);
        writer.WriteInt64(value.Price.Units);
        writer.WriteInt64(value.Size.Units);
        writer.WriteInt64(value.Filled.Units);
        writer.WriteByte((byte)value.Status);
        writer.WriteByte((byte)value.Reason);
        writer.WriteBoolean(value.ClientId is not null);
        if (value.ClientId is { } clientId)
            writer.WriteString(clientId);
    }

    private static OrderUpdated ReadOrder(ref CanonicalReader reader)
    {
        long orderId = reader.ReadInt64();
        WalletAddress wallet = reader.ReadAddress();
        string symbol = ReadSymbol(ref reader);
        Side side = ReadSide(ref reader);
        var price = new Price(reader.ReadInt64());
        var size = new Quantity(reader.ReadInt64());
        var filled = new Quantity(reader.ReadInt64());
        OrderStatus status = ReadStatus(ref reader);
        var reason = (OrderReason)reader.ReadByte((byte)OrderReason.SweepLimit, "order reason");
        string? clientId = reader.ReadBoolean() ? reader.ReadString(CommandLimits.MaxClientIdBytes, "client id") : null;
        return new OrderUpdated(orderId, clientId, wallet, symbol, side, price, size, filled, status, reason);
    }

    private static void WriteFilled(CanonicalWriter writer, in Filled value)
    {
        writer.WriteInt64(value.TradeId);
        writer.WriteString(value.Symbol);
        writer.WriteInt64(value.Price.Units);
        writer.WriteInt64(value.Size.Units);
        writer.WriteByte((byte)value.TakerSide);
        writer.WriteInt64(value.TakerOrderId);
        writer.WriteInt64(value.MakerOrderId);
        writer.WriteAddress(value.TakerWallet);
        writer.WriteAddress(value.MakerWallet);
        writer.WriteInt128(value.TakerFee.Units);
        writer.WriteInt128(value.MakerFee.Units);
        writer.WriteInt128(value.TakerRealizedPnl.Units);
        writer.WriteInt128(value.MakerRealizedPnl.Units);
        writer.WriteByte((byte)value.Source);
    }

    private static Filled ReadFilled(ref CanonicalReader reader) => new(
        reader.ReadInt64(),
        ReadSymbol(ref reader),
        new Price(reader.ReadInt64()),
        new Quantity(reader.ReadInt64()),
        ReadSide(ref reader),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadAddress(),
        reader.ReadAddress(),
        new Cash(reader.ReadInt128()),
        new Cash(reader.ReadInt128()),
        new Cash(reader.ReadInt128()),
        new Cash(reader.ReadInt128()),
        (FillSource)reader.ReadByte((byte)FillSource.Rfq, "fill source"));

    private static void WriteBook(CanonicalWriter writer, EventBuffer events, in BookChanged value)
    {
        writer.WriteString(value.Symbol);
        writer.WriteInt64(value.L2Sequence);
        writer.WriteCount(value.BidCount);
        writer.WriteCount(value.AskCount);
        WriteLevels(writer, events.Bids(value));
        WriteLevels(writer, events.Asks(value));
    }

    private static void WriteLevels(CanonicalWriter writer, ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            writer.WriteInt64(level.Price.Units);
            writer.WriteInt64(level.Size.Units);
        }
    }

    private static void ReadBook(ref CanonicalReader reader, EventBuffer events)
    {
        string symbol = ReadSymbol(ref reader);
        long l2Sequence = reader.ReadInt64();
        int bids = reader.ReadCount(int.MaxValue, BookLevelBytes, "bid");
        int asks = reader.ReadCount(int.MaxValue, BookLevelBytes, "ask");
        if (reader.Failed || (long)bids + asks > reader.Remaining / BookLevelBytes)
        {
            reader.Fail("more levels than bytes");
            return;
        }

        BookLevel[] levels = ArrayPool<BookLevel>.Shared.Rent(bids + asks);
        for (int i = 0; i < bids + asks; i++)
            levels[i] = new BookLevel(new Price(reader.ReadInt64()), new Quantity(reader.ReadInt64()));
        events.AddBook(symbol, l2Sequence, levels.AsSpan(0, bids), levels.AsSpan(bids, asks));
        ArrayPool<BookLevel>.Shared.Return(levels);
    }

    private static void WriteBalance(CanonicalWriter writer, in BalanceChanged value)
    {
        writer.WriteByte((byte)value.Account);
        if (value.Account == LedgerAccountKind.Wallet)
            writer.WriteAddress(value.Wallet);
        writer.WriteInt128(value.Delta.Units);
        writer.WriteInt128(value.Balance.Units);
        writer.WriteByte((byte)value.Reason);
    }

    private static BalanceChanged ReadBalance(ref CanonicalReader reader)
    {
        var account = (LedgerAccountKind)reader.ReadByte((byte)LedgerAccountKind.Insurance, "account");
        WalletAddress wallet = account == LedgerAccountKind.Wallet ? reader.ReadAddress() : default;
        var delta = new Cash(reader.ReadInt128());
        var balance = new Cash(reader.ReadInt128());
        var reason = (BalanceReason)reader.ReadByte();
        if (!Enum.IsDefined(reason))
            reader.Fail($"balance reason {(byte)reason} is unknown");
        return new BalanceChanged(account, wallet, delta, balance, reason);
    }

    private static void WritePosition(CanonicalWriter writer, in PositionChanged value)
    {
        writer.WriteAddress(value.Wallet);
        writer.WriteString(value.Symbol);
        writer.WriteInt64(value.Size.Units);
        writer.WriteInt64(value.EntryPrice.Units);
    }

    private static PositionChanged ReadPosition(ref CanonicalReader reader) => new(
        reader.ReadAddress(), ReadSymbol(ref reader), new Quantity(reader.ReadInt64()), new Price(reader.ReadInt64()));

    private static string ReadSymbol(ref CanonicalReader reader) =>
        reader.ReadString(CommandLimits.MaxSymbolBytes, "symbol");

    private static Side ReadSide(ref CanonicalReader reader) => (Side)reader.ReadByte((byte)Side.Sell, "side");
}
