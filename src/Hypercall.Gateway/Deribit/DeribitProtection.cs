namespace Hypercall.Gateway.Deribit;

/// <summary>Market-maker protection of a key's wallet: seconds and indices on the outside (gateway.md §7).</summary>
internal sealed class DeribitProtection(KeyDesk desk, ReplicaReads replica)
{
    private const long SecondMs = 1_000;
    private const int MsDecimals = 3;
    private const long MostSeconds = 31_536_000;

    /// <summary>Off has no interval; the engine asks for one that is above zero.</summary>
    private const long AnyIntervalMs = 1;

    /// <summary>An interval of 0 takes protection away.</summary>
    public async Task<DeribitResult> Set(DeribitCall call)
    {
        WalletAddress wallet = call.RequireKey().Wallet;
        string underlying = DeribitNames.UnderlyingOf(call.Params.Needed("index_name"), "index_name");
        long interval = call.Params.NeededInteger("interval", 0, MostSeconds);
        bool isOn = interval > 0;
        long frozen = isOn ? call.Params.NeededInteger("frozen_time", 0, MostSeconds) : 0;
        long? quantity = isOn ? call.Params.Units("quantity_limit", Quantity.Decimals) : null;
        ApplyOutput outcome = await ExecuteAsync(
            call,
            underlying,
            nonce => new MmpConfigUpdate(
                wallet,
                underlying,
                isOn,
                isOn ? interval * SecondMs : AnyIntervalMs,
                frozen * SecondMs,
                quantity is { } units ? new Quantity(units) : null,
                isOn ? call.Params.Units("delta_limit", MmpConfigUpdate.GreekDecimals) : null,
                isOn ? call.Params.Units("vega_limit", MmpConfigUpdate.GreekDecimals) : null,
                nonce),
            RateClass.Requests);
        ProtectionView now = await KeyDesk.ShownAsync(call, FindAsync(call, underlying))
            ?? throw new InvalidOperationException("protection that was accepted is not there");
        return DeribitResult.Object(outcome.Sequence, writer => Write(writer, now));
    }

    public async Task<DeribitResult> Get(DeribitCall call)
    {
        string? underlying = call.Params.Text("index_name") is { } index and not "all"
            ? DeribitNames.UnderlyingOf(index, "index_name")
            : null;
        Reading<ProtectionAnswer> reading = await AskAsync(call);
        return DeribitResult.List(
            reading.Sequence,
            reading.Answer.Configs.Where(view => view.Enabled
                && (underlying is null || view.Underlying == underlying)),
            Write);
    }

    public async Task<DeribitResult> Reset(DeribitCall call)
    {
        WalletAddress wallet = call.RequireKey().Wallet;
        string underlying = DeribitNames.UnderlyingOf(call.Params.Needed("index_name"), "index_name");
        ApplyOutput outcome = await ExecuteAsync(
            call, underlying, nonce => new MmpReset(wallet, underlying, nonce), RateClass.Exits);
        return DeribitResult.Text("ok") with { Sequence = outcome.Sequence };
    }

    /// <summary>
    /// Executes a command with the nonce that is next. An id that the engine knows is a repetition's: the first one had
    /// the nonce before, unless protection was changed again since, and repeated so it gets what came of it.
    /// </summary>
    private async Task<ApplyOutput> ExecuteAsync(
        DeribitCall call, string underlying, Func<long, EngineCommand> command, RateClass kind)
    {
        long last = (await FindAsync(call, underlying))?.ConfigNonce ?? 0;
        try
        {
            return await desk.ExecuteAsync(call, command(last + 1), kind);
        }
        catch (DeribitException refused)
            when (last > 0 && refused.Error.OwnCode == nameof(RejectCode.RequestIdReused))
        {
            return await desk.ExecuteAsync(call, command(last), kind);
        }
    }

    private async Task<ProtectionView?> FindAsync(DeribitCall call, string underlying) =>
        (await AskAsync(call)).Answer.Configs.FirstOrDefault(view => view.Underlying == underlying);

    private Task<Reading<ProtectionAnswer>> AskAsync(DeribitCall call) => replica.AskAsync<ProtectionAnswer>(
        EngineQuestion.AboutProtection(call.RequireKey().Wallet), desk.SequenceOf(call), call.Cancellation);

    private static void Write(Utf8JsonWriter writer, ProtectionView view)
    {
        writer.WriteString("index_name", DeribitNames.IndexOf(view.Underlying));
        writer.WriteDigits("interval", view.Enabled ? view.IntervalMs : 0, MsDecimals);
        writer.WriteDigits("frozen_time", view.FrozenTimeMs, MsDecimals);
        writer.WriteDigits("quantity_limit", view.QuantityLimit);
        writer.WriteDigits("delta_limit", view.DeltaLimitUnits, MmpConfigUpdate.GreekDecimals);
        writer.WriteDigits("vega_limit", view.VegaLimitUnits, MmpConfigUpdate.GreekDecimals);
    }
}
