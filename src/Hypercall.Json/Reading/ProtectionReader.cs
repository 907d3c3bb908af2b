using Hypercall.Engine.Commands;

namespace Hypercall.Json.Reading;

/// <summary>Reads the commands on market-maker protection and agents.</summary>
internal static class ProtectionReader
{
    public static MmpConfigUpdate MmpConfigUpdate(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8),
        Underlying(ref fields),
        fields.Boolean("enabled"u8),
        fields.Int64("intervalMs"u8),
        fields.Int64("frozenTimeMs"u8),
        fields.OptionalQuantity("qtyLimit"u8),
        fields.OptionalUnits("deltaLimit"u8, Engine.Commands.MmpConfigUpdate.GreekDecimals),
        fields.OptionalUnits("vegaLimit"u8, Engine.Commands.MmpConfigUpdate.GreekDecimals),
        fields.Int64("configNonce"u8));

    public static MmpReset MmpReset(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), Underlying(ref fields), fields.Int64("configNonce"u8));

    public static ApproveAgent ApproveAgent(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Wallet("agent"u8), fields.OptionalTime("expiresAt"u8));

    public static RevokeAgent RevokeAgent(ref ObjectFields fields) => new(
        fields.Wallet("wallet"u8), fields.Wallet("agent"u8));

    private static string Underlying(ref ObjectFields fields) =>
        fields.String("underlying"u8, 0, CommandLimits.MaxSymbolBytes);
}
