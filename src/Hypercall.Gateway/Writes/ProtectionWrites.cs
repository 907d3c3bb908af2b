using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Requests;
using Hypercall.Gateway.Signing;

namespace Hypercall.Gateway.Writes;

/// <summary>
/// Reads the bodies of gateway.md §4 that concern market-maker protection. Their nonces count per wallet and
/// underlying, each the last plus one.
/// </summary>
/// <param name="domain">What they are signed in.</param>
internal sealed class ProtectionWrites(SigningDomain domain)
{
    /// <summary>Off has no interval; the engine asks for one that is above zero.</summary>
    private const long AnyIntervalMs = 1;

    public (SignedWrite Write, MmpConfigUpdate Config) Set(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string currency = fields.Text("currency");
        long interval = fields.Integer("interval_ms", 0, long.MaxValue);
        long frozen = fields.Integer("frozen_time_ms", 0, long.MaxValue);
        string quantity = fields.OptionalText("qty_limit") ?? "";
        string delta = fields.OptionalText("delta_limit") ?? "";
        string vega = fields.OptionalText("vega_limit") ?? "";
        bool enabled = fields.NeededFlag("enabled");
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.SetMmpConfig);
        signed.Add(wallet);
        signed.Add(currency);
        signed.Add(interval);
        signed.Add(frozen);
        signed.Add(quantity);
        signed.Add(delta);
        signed.Add(vega);
        signed.Add(enabled);
        var config = new MmpConfigUpdate(
            wallet,
            currency,
            enabled,
            interval,
            frozen,
            LimitOf(fields, "qty_limit", quantity, Quantity.Decimals) is { } units ? new Quantity(units) : null,
            LimitOf(fields, "delta_limit", delta, MmpConfigUpdate.GreekDecimals),
            LimitOf(fields, "vega_limit", vega, MmpConfigUpdate.GreekDecimals),
            nonce);
        return (Of(fields, ref signed, wallet, nonce, RateClass.Requests, config), config);
    }

    public SignedWrite Delete(Fields fields) => OfCurrency(
        fields, SignedTypes.DeleteMmpConfig, RateClass.Requests, static (wallet, currency, nonce) =>
            new MmpConfigUpdate(
                wallet, currency, Enabled: false, AnyIntervalMs, FrozenTimeMs: 0, null, null, null, nonce));

    public SignedWrite Reset(Fields fields) => OfCurrency(
        fields, SignedTypes.ResetMmp, RateClass.Exits, static (wallet, currency, nonce) =>
            new MmpReset(wallet, currency, nonce));

    private SignedWrite OfCurrency(
        Fields fields, TypedStruct type, RateClass kind, Func<WalletAddress, string, long, EngineCommand> command)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string currency = fields.Text("currency");
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(type);
        signed.Add(wallet);
        signed.Add(currency);
        return Of(fields, ref signed, wallet, nonce, kind, command(wallet, currency, nonce));
    }

    private SignedWrite Of(
        Fields fields,
        ref StructHash signed,
        WalletAddress wallet,
        long nonce,
        RateClass kind,
        EngineCommand command) =>
        SignatureFields.Finish(domain, fields, ref signed, wallet, nonce, kind, _ => command) with
        {
            HasConfigNonce = true,
        };

    /// <summary>An empty text is no limit.</summary>
    private static long? LimitOf(Fields fields, string name, string text, int decimals) =>
        text.Length > 0 ? fields.SmallUnits(name, text, decimals) : null;
}
