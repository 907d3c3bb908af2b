namespace Hypercall.Gateway.Writes;

/// <summary>
/// Reads the bodies of gateway.md §4 that concern market-maker protection. Their nonces count per wallet and
/// underlying, each the last plus one.
/// </summary>
internal sealed class ProtectionWrites(SigningDomain domain)
{
    /// <summary>Off has no interval; the engine asks for one that is above zero.</summary>
    private const long AnyIntervalMs = 1;

    public (SignedWrite Write, MmpConfigUpdate Config) Set(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.SetMmpConfig);
        WalletAddress wallet = signed.Wallet("wallet");
        string currency = signed.Text("currency");
        long interval = signed.Integer("interval_ms", 0, long.MaxValue);
        long frozen = signed.Integer("frozen_time_ms", 0, long.MaxValue);
        string quantity = signed.OptionalText("qty_limit");
        string delta = signed.OptionalText("delta_limit");
        string vega = signed.OptionalText("vega_limit");
        bool enabled = signed.Flag("enabled", isNeeded: true);
        var config = new MmpConfigUpdate(
            wallet,
            currency,
            enabled,
            interval,
            frozen,
            LimitOf(fields, "qty_limit", quantity, Quantity.Decimals) is { } units ? new Quantity(units) : null,
            LimitOf(fields, "delta_limit", delta, MmpConfigUpdate.GreekDecimals),
            LimitOf(fields, "vega_limit", vega, MmpConfigUpdate.GreekDecimals),
            signed.Nonce());
        return (Of(ref signed, RateClass.Requests, config), config);
    }

    public SignedWrite Delete(Fields fields) => OfCurrency(
        fields, SignedTypes.DeleteMmpConfig, RateClass.Requests, static (wallet, currency, nonce) =>
            new MmpConfigUpdate(
                wallet, currency, Enabled: false, AnyIntervalMs, FrozenTimeMs: 0, null, null, null, nonce));

    public SignedWrite Reset(Fields fields) => OfCurrency(
        fields, SignedTypes.ResetMmp, RateClass.Exits, static (wallet, currency, nonce) =>
            new MmpReset(wallet, currency, nonce));

    private SignedWrite OfCurrency(
        Fields fields, TypedStruct type, RateClass kind, Func<WalletAddress, string, long, WalletCommand> command)
    {
        var signed = new SignedFields(fields, type);
        WalletAddress wallet = signed.Wallet("wallet");
        string currency = signed.Text("currency");
        return Of(ref signed, kind, command(wallet, currency, signed.Nonce()));
    }

    private SignedWrite Of(ref SignedFields signed, RateClass kind, WalletCommand command) =>
        signed.Finish(domain, command.Wallet, kind, _ => command) with { HasConfigNonce = true };

    /// <summary>An empty text is no limit.</summary>
    private static long? LimitOf(Fields fields, string name, string text, int decimals) =>
        text.Length > 0 ? fields.SmallUnits(name, text, decimals) : null;
}
