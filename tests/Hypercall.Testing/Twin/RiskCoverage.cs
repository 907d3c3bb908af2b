namespace Hypercall.Testing.Twin;

/// <summary>What streams reached of the options risk; the counting itself is <see cref="Coverage"/>'s.</summary>
internal sealed class RiskCoverage(Action<string> count)
{
    private readonly Dictionary<string, string> _liquidation = [];
    private readonly MarginCoverage _margin = new(count);
    private NaiveState? _state;
    private BigInteger _holdingsSettled;

    /// <summary>What the options risk wants to have been reached.</summary>
    public static IEnumerable<string> Wanted() =>
    [
        .. from mode in Enum.GetNames<MarginMode>()
           from what in new[]
           {
               "admitted", "InsufficientMargin", "MissingMark", "mode InsufficientMargin", "withdrawal InsufficientMargin",
               "option withdrawal InsufficientMargin", "quote InsufficientMargin", "quote admitted", "settled", "debt",
           }
           select $"{mode} {what}",
        .. Enum.GetNames<MmpCause>().Select(c => $"mmp cause={c}"),
        .. Enum.GetNames<FillSource>().Select(s => $"fill source={s}"),
        .. Enum.GetNames<LiquidationState>().Skip(1).Select(s => $"set Healthy > {s}"),
        "examined Healthy > PreLiquidation", "examined PreLiquidation > Healthy",
        "examined PreLiquidation > InLiquidation", "examination left wallets",
        "settled by average", "settled by command", "settled at the strike", "settled without positions",
        "settled withdrawn contracts", "not settled without price", "insurance pays", "insurance pays a part",
        "debt repaid", "settlement rebate", "worst none",
        .. MarginCoverage.Wanted(),
        .. new[] { "S1", "S9", "S11", "T1", "T2", "T3", "T4", "R1", "R2", "R3" }.Select(s => $"worst {s}"),
    ];

    /// <summary>Counts one command.</summary>
    public void Add(EngineCommand command, NaiveOutput output, NaiveState state)
    {
        if (!ReferenceEquals(state, _state))
        {
            _liquidation.Clear();
            _holdingsSettled = 0;
        }

        _state = state;
        bool accepted = output.Reject is null && output.First is null;
        AddMargin(command, output, state);
        foreach (string line in output.Events)
            AddLine(command, line, state);
        if (accepted && state.Dirty.Count > 0)
            count("examination left wallets");
        if (command is TickExpiry && accepted)
            AddSettlement(output, state);
    }

    private void AddMargin(EngineCommand command, NaiveOutput output, NaiveState state)
    {
        if (!state.Rules.MarginEnabled || output.First is not null || command.ActingWallet is not WalletAddress address)
            return;
        NaiveWallet wallet = state.Wallet(address);
        string what = command switch
        {
            MarginModeUpdate => "mode ",
            CashWithdrawalUpdate => "withdrawal ",
            OptionWithdrawalUpdate => "option withdrawal ",
            RfqExecute => "quote ",
            _ => "",
        };
        if (output.Reject is { Code: RejectCode.InsufficientMargin or RejectCode.MissingMark } reject)
        {
            count($"{wallet.Mode} {what}{reject.Code}");
            if (reject.Code == RejectCode.InsufficientMargin && wallet.Mode == MarginMode.Portfolio)
                AddWorst(reject.Name);
        }
        else if (output.Reject is null && command is PlaceOrder or RfqExecute)
        {
            count($"{wallet.Mode} {what}admitted");
            if (wallet.Mode == MarginMode.Portfolio)
                _margin.AddPortfolio(wallet, state);
        }
    }

    /// <summary>{"BTC":"S1","ETH":null}: a scenario for each underlying, null where none loses.</summary>
    private void AddWorst(string? worst)
    {
        string[] scenarios = [.. (worst ?? "").Trim('{', '}').Split(',').Select(p => p[(p.IndexOf(':') + 1)..].Trim('"'))];
        foreach (string scenario in scenarios)
            count($"worst {(scenario is "" or "null" ? "none" : scenario)}");
        if (scenarios.Count(s => s is not ("" or "null")) > 1)
            count("worst of several underlyings");
    }

    private void AddLine(EngineCommand command, string line, NaiveState state)
    {
        switch (line[..line.IndexOf(' ')])
        {
            case nameof(MmpTriggered):
                count($"mmp {Coverage.Token(line, "cause=")}");
                break;
            case nameof(Filled):
                count($"fill {Coverage.Token(line, "source=")}");
                AddFill(line, state);
                break;
            case nameof(LiquidationStateChanged):
                string wallet = Coverage.Token(line, "wallet=");
                string now = Coverage.Token(line, "state=")["state=".Length..];
                string by = command is LiquidationStateUpdate ? "set" : "examined";
                count($"{by} {_liquidation.GetValueOrDefault(wallet, "Healthy")} > {now}");
                _liquidation[wallet] = now;
                break;
            case nameof(BalanceChanged) when line.EndsWith("reason=Debt", StringComparison.Ordinal):
                bool repaid = line.Contains("delta=-", StringComparison.Ordinal);
                count(repaid ? "debt repaid" : $"{ModeOf(line, "account=", state)} debt");
                break;
            case nameof(PositionSettled):
                AddSettledPosition(line, state);
                break;
            case nameof(MarketUpdated) when line.EndsWith("status=Settled", StringComparison.Ordinal):
                ContractKey key = ParsedInstrument.Parse(Coverage.Token(line, "symbol=")["symbol=".Length..]).Key;
                bool given = ((TickExpiry)command).Prices.Any(
                    p => p.Underlying == key.Underlying && p.ExpiryDate == key.ExpiryDate);
                count(given ? "settled by command" : "settled by average");
                break;
        }
    }

    private void AddSettledPosition(string line, NaiveState state)
    {
        ContractKey key = ParsedInstrument.Parse(Coverage.Token(line, "symbol=")["symbol=".Length..]).Key;
        count($"{ModeOf(line, "wallet=", state)} settled");
        if (line.Contains(" fee=-", StringComparison.Ordinal))
            count("settlement rebate");
        if (line.Contains($" price={key.Strike.Units} ", StringComparison.Ordinal))
            count("settled at the strike");
    }

    private void AddFill(string line, NaiveState state)
    {
        string maker = Coverage.Token(line, "maker=")["maker=".Length..];
        string symbol = Coverage.Token(line, "symbol=")["symbol=".Length..];
        _margin.AddFill(state.Wallet(WalletAddress.Parse(maker)), symbol, state);
    }

    private static MarginMode ModeOf(string line, string name, NaiveState state) =>
        state.Wallet(WalletAddress.Parse(Coverage.Token(line, name)[name.Length..])).Mode;

    private void AddSettlement(NaiveOutput output, NaiveState state)
    {
        bool insured = output.Events.Exists(e => e.EndsWith("reason=Insurance", StringComparison.Ordinal));
        if (insured)
            count("insurance pays");
        if (insured && output.Events.Exists(e => e.EndsWith("reason=Debt", StringComparison.Ordinal)))
            count("insurance pays a part");
        if (state.Instruments.Exists(i => i.IsPending))
            count("not settled without price");
        if (_holdingsSettled != state.HoldingsSettled)
            count("settled withdrawn contracts");
        bool settled = output.Events.Exists(e => e.EndsWith("status=Settled", StringComparison.Ordinal));
        if (settled && !output.Events.Exists(e => e.StartsWith(nameof(PositionSettled), StringComparison.Ordinal)))
            count("settled without positions");
        _holdingsSettled = state.HoldingsSettled;
    }
}
