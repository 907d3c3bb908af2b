using Hypercall.Engine.Commands;

namespace Hypercall.Json.Reading;

/// <summary>Reads the commands on accounts.</summary>
internal static class AccountReader
{
    public static DepositUpdate DepositUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Cash("amount"u8), Source(ref fields), Number(ref fields));

    public static CashWithdrawalUpdate CashWithdrawalUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Cash("amount"u8), OptionalSource(ref fields), OptionalNumber(ref fields));

    public static InsuranceDeposit InsuranceDeposit(ref ObjectFields fields) => new(
        fields.Cash("amount"u8), Source(ref fields), Number(ref fields));

    public static OptionDepositUpdate OptionDepositUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8),
        Symbol(ref fields),
        fields.Quantity("size"u8),
        Source(ref fields),
        Number(ref fields));

    public static OptionWithdrawalUpdate OptionWithdrawalUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8),
        Symbol(ref fields),
        fields.Quantity("size"u8),
        OptionalSource(ref fields),
        OptionalNumber(ref fields));

    public static MarginModeUpdate MarginModeUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Enum("mode"u8, WireNames.MarginModes));

    public static TierUpdate TierUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8),
        fields.String("tier"u8, 0, CommandLimits.MaxTierBytes),
        fields.Int32("maxOpenOrders"u8),
        fields.Int32("maxOpenPositions"u8));

    public static LiquidationStateUpdate LiquidationStateUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Enum("state"u8, WireNames.LiquidationStates));

    public static LiquidationBonusUpdate LiquidationBonusUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Int32("bonusPpm"u8));

    public static HypercorePositionUpdate HypercorePositionUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), Symbol(ref fields), fields.Quantity("size"u8), fields.Price("entryPrice"u8));

    public static HypercoreEquityUpdate HypercoreEquityUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Cash("equity"u8));

    private static string Symbol(ref ObjectFields fields) =>
        fields.String("symbol"u8, 0, CommandLimits.MaxSymbolBytes);

    private static long Number(ref ObjectFields fields) => fields.Int64("number"u8, 1);

    /// <summary>No reject code speaks of sources, so that a wrong one never reaches the engine.</summary>
    private static string Source(ref ObjectFields fields) =>
        fields.String("source"u8, 1, CommandLimits.MaxSourceBytes);

    private static string? OptionalSource(ref ObjectFields fields) =>
        fields.OptionalString("source"u8, 1, CommandLimits.MaxSourceBytes);

    private static long? OptionalNumber(ref ObjectFields fields) => fields.OptionalInt64("number"u8, 1);
}
