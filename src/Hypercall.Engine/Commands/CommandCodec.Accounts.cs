using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>Commands about cash, modes, tiers and liquidation.</summary>
internal static partial class CommandCodec
{
    private static void WriteAccountCommand(CanonicalWriter writer, CommandType type, EngineCommand command)
    {
        if (command.ActingWallet is { } wallet)
            writer.WriteAddress(wallet);
        switch (type)
        {
            case CommandType.DepositUpdate:
                WriteTransfer(writer, ((DepositUpdate)command).Amount, (DepositUpdate)command);
                break;
            case CommandType.CashWithdrawalUpdate:
                WriteTransfer(writer, ((CashWithdrawalUpdate)command).Amount, (CashWithdrawalUpdate)command);
                break;
            case CommandType.InsuranceDeposit:
                WriteTransfer(writer, ((InsuranceDeposit)command).Amount, (InsuranceDeposit)command);
                break;
            case CommandType.OptionDepositUpdate:
                var deposit = (OptionDepositUpdate)command;
                WriteOptionTransfer(writer, deposit.Symbol, deposit.Size, deposit);
                break;
            case CommandType.OptionWithdrawalUpdate:
                var withdrawal = (OptionWithdrawalUpdate)command;
                WriteOptionTransfer(writer, withdrawal.Symbol, withdrawal.Size, withdrawal);
                break;
            case CommandType.HypercorePositionUpdate:
                var perp = (HypercorePositionUpdate)command;
                writer.WriteString(perp.Symbol);
                writer.WriteInt64(perp.Size.Units);
                writer.WriteInt64(perp.EntryPrice.Units);
                break;
            case CommandType.HypercoreEquityUpdate:
                writer.WriteInt128(((HypercoreEquityUpdate)command).Equity.Units);
                break;
            case CommandType.MarginModeUpdate:
                writer.WriteByte((byte)((MarginModeUpdate)command).Mode);
                break;
            case CommandType.TierUpdate:
                var tier = (TierUpdate)command;
                writer.WriteString(tier.Tier);
                writer.WriteInt32(tier.MaxOpenOrders);
                writer.WriteInt32(tier.MaxOpenPositions);
                break;
            case CommandType.LiquidationStateUpdate:
                writer.WriteByte((byte)((LiquidationStateUpdate)command).State);
                break;
            case CommandType.LiquidationBonusUpdate:
                writer.WriteInt32(((LiquidationBonusUpdate)command).BonusPpm);
                break;
            default:
                throw Unwritable(command);
        }
    }

    private static EngineCommand? ReadAccountCommand(ref CanonicalReader reader, CommandType type) => type switch
    {
        CommandType.DepositUpdate => new DepositUpdate(
            reader.ReadAddress(), ReadAmount(ref reader), ReadSource(ref reader), ReadNumber(ref reader)),
        CommandType.CashWithdrawalUpdate => new CashWithdrawalUpdate(
            reader.ReadAddress(), ReadAmount(ref reader), ReadSource(ref reader), ReadNumber(ref reader)),
        CommandType.InsuranceDeposit => new InsuranceDeposit(
            ReadAmount(ref reader), ReadSource(ref reader), ReadNumber(ref reader)),
        CommandType.OptionDepositUpdate => new OptionDepositUpdate(
            reader.ReadAddress(), ReadSymbol(ref reader), new Quantity(reader.ReadInt64()), ReadSource(ref reader),
            ReadNumber(ref reader)),
        CommandType.OptionWithdrawalUpdate => new OptionWithdrawalUpdate(
            reader.ReadAddress(), ReadSymbol(ref reader), new Quantity(reader.ReadInt64()), ReadSource(ref reader),
            ReadNumber(ref reader)),
        CommandType.HypercorePositionUpdate => new HypercorePositionUpdate(
            reader.ReadAddress(), ReadSymbol(ref reader), new Quantity(reader.ReadInt64()),
            new Price(reader.ReadInt64())),
        CommandType.HypercoreEquityUpdate => new HypercoreEquityUpdate(reader.ReadAddress(), ReadAmount(ref reader)),
        CommandType.MarginModeUpdate => new MarginModeUpdate(
            reader.ReadAddress(), (MarginMode)reader.ReadByte((byte)MarginMode.Portfolio, "margin mode")),
        CommandType.TierUpdate => new TierUpdate(
            reader.ReadAddress(),
            reader.ReadString(CommandLimits.MaxTierBytes, "tier"),
            reader.ReadInt32(),
            reader.ReadInt32()),
        CommandType.LiquidationStateUpdate => new LiquidationStateUpdate(
            reader.ReadAddress(),
            (LiquidationState)reader.ReadByte((byte)LiquidationState.Liquidated, "liquidation state")),
        CommandType.LiquidationBonusUpdate => new LiquidationBonusUpdate(reader.ReadAddress(), reader.ReadInt32()),
        _ => Unknown(ref reader, type),
    };

    private static void WriteTransfer(CanonicalWriter writer, Cash amount, ITransfer transfer)
    {
        writer.WriteInt128(amount.Units);
        WriteSource(writer, transfer);
    }

    private static void WriteOptionTransfer(
        CanonicalWriter writer, string symbol, Quantity size, ITransfer transfer)
    {
        writer.WriteString(symbol);
        writer.WriteInt64(size.Units);
        WriteSource(writer, transfer);
    }

    private static Cash ReadAmount(ref CanonicalReader reader)
    {
        Int128 units = reader.ReadInt128();
        if (units < -CommandLimits.MaxCashUnits || units > CommandLimits.MaxCashUnits)
            reader.Fail("amount is too large");
        return new Cash(units);
    }

    /// <summary>Source and number, each behind a flag that says whether it is there.</summary>
    private static void WriteSource(CanonicalWriter writer, ITransfer transfer)
    {
        writer.WriteBoolean(transfer.Source is not null);
        if (transfer.Source is { } source)
            writer.WriteString(source);
        writer.WriteBoolean(transfer.Number is not null);
        if (transfer.Number is { } number)
            writer.WriteInt64(number);
    }

    private static string? ReadSource(ref CanonicalReader reader) => reader.ReadBoolean()
        ? ReadNonEmpty(ref reader, CommandLimits.MaxSourceBytes, "source")
        : null;

    private static long? ReadNumber(ref CanonicalReader reader) => reader.ReadBoolean()
        ? reader.ReadInt64(1, long.MaxValue, "transfer number")
        : null;
}
