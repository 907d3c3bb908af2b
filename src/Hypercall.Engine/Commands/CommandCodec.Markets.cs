using System.Collections.Immutable;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>Commands about instruments, time, index prices and volatilities.</summary>
internal static partial class CommandCodec
{
    private const int MinIndexPriceBytes = 1 + 8;
    private const int VolatilityPointBytes = 8 + 8;
    private const int MinSettlementPriceBytes = 1 + 4 + 8;

    private static void WriteMarketCommand(CanonicalWriter writer, CommandType type, EngineCommand command)
    {
        switch (type)
        {
            case CommandType.MarketAction:
                var action = (MarketAction)command;
                writer.WriteByte((byte)action.Action);
                writer.WriteString(action.Symbol);
                break;
            case CommandType.TradingModeUpdate:
                var mode = (TradingModeUpdate)command;
                writer.WriteByte((byte)mode.Modes);
                writer.WriteString(mode.Underlying);
                break;
            case CommandType.TickExpiry:
                WriteSettlementPrices(writer, (TickExpiry)command);
                break;
            case CommandType.Tick:
                break;
            case CommandType.PriceUpdate:
                WritePrices(writer, (PriceUpdate)command);
                break;
            case CommandType.IvUpdate:
                WriteSurface(writer, (IvUpdate)command);
                break;
            default:
                throw Unwritable(command);
        }
    }

    private static EngineCommand? ReadMarketCommand(ref CanonicalReader reader, CommandType type) => type switch
    {
        CommandType.MarketAction => new MarketAction(
            (MarketActionKind)reader.ReadByte((byte)MarketActionKind.Resume, "market action"), ReadSymbol(ref reader)),
        CommandType.TradingModeUpdate => ReadTradingMode(ref reader),
        CommandType.TickExpiry => ReadSettlementPrices(ref reader),
        CommandType.Tick => new Tick(),
        CommandType.PriceUpdate => ReadPrices(ref reader),
        CommandType.IvUpdate => new IvUpdate(ReadUnderlying(ref reader), reader.ReadInt32(), ReadPoints(ref reader)),
        _ => Unknown(ref reader, type),
    };

    private static TradingModeUpdate ReadTradingMode(ref CanonicalReader reader)
    {
        var modes = (TradingModes)reader.ReadByte((byte)TradingModes.All, "trading modes");
        return new TradingModeUpdate(ReadUnderlying(ref reader), modes);
    }

    private static void WritePrices(CanonicalWriter writer, PriceUpdate command)
    {
        writer.WriteBoolean(command.Force);
        ReadOnlySpan<IndexPrice> prices = command.Prices.AsSpan();
        writer.WriteCount(prices.Length);
        foreach (ref readonly IndexPrice price in prices)
        {
            writer.WriteString(price.Underlying);
            writer.WriteInt64(price.Price.Units);
        }
    }

    private static PriceUpdate ReadPrices(ref CanonicalReader reader)
    {
        bool force = reader.ReadBoolean();
        int count = reader.ReadCount(int.MaxValue, MinIndexPriceBytes, "index price");
        ImmutableArray<IndexPrice>.Builder prices = ImmutableArray.CreateBuilder<IndexPrice>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
            prices.Add(new IndexPrice(ReadUnderlying(ref reader), new Price(reader.ReadInt64())));
        return new PriceUpdate(prices.DrainToImmutable(), force);
    }

    private static void WriteSettlementPrices(CanonicalWriter writer, TickExpiry command)
    {
        writer.WriteBoolean(command.Force);
        ReadOnlySpan<SettlementPrice> prices = command.Prices.AsSpan();
        writer.WriteCount(prices.Length);
        foreach (ref readonly SettlementPrice price in prices)
        {
            writer.WriteString(price.Underlying);
            writer.WriteInt32(price.ExpiryDate);
            writer.WriteInt64(price.Price.Units);
        }
    }

    private static TickExpiry ReadSettlementPrices(ref CanonicalReader reader)
    {
        bool force = reader.ReadBoolean();
        int count = reader.ReadCount(int.MaxValue, MinSettlementPriceBytes, "settlement price");
        ImmutableArray<SettlementPrice>.Builder prices = ImmutableArray.CreateBuilder<SettlementPrice>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            prices.Add(new SettlementPrice(
                ReadUnderlying(ref reader), reader.ReadInt32(), new Price(reader.ReadInt64())));
        }

        return new TickExpiry(prices.DrainToImmutable(), force);
    }

    private static void WriteSurface(CanonicalWriter writer, IvUpdate command)
    {
        writer.WriteString(command.Underlying);
        writer.WriteInt32(command.ExpiryDate);
        ReadOnlySpan<VolatilityPoint> points = command.Points.AsSpan();
        writer.WriteCount(points.Length);
        foreach (ref readonly VolatilityPoint point in points)
        {
            writer.WriteInt64(point.Strike.Units);
            writer.WriteInt64(point.VolatilityUnits);
        }
    }

    private static ImmutableArray<VolatilityPoint> ReadPoints(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, VolatilityPointBytes, "volatility point");
        ImmutableArray<VolatilityPoint>.Builder points = ImmutableArray.CreateBuilder<VolatilityPoint>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
            points.Add(new VolatilityPoint(new Price(reader.ReadInt64()), reader.ReadInt64()));
        return points.DrainToImmutable();
    }
}
