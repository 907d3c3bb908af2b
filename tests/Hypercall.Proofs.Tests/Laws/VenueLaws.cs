using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>
/// What must hold after every command, told from the accounts before and after it and from its events, in arithmetic of
/// its own: the engine's own running checks are not asked. Figures of margin alone are the engine's; that they are
/// those of the description is the business of the twin.
/// </summary>
internal sealed class VenueLaws
{
    private readonly EngineState _state;
    private readonly VenueFigures _after = new();
    private readonly EventReplay _replay;
    private readonly RiskLaws _risk;
    private readonly ProtectionLaws _protection;
    private readonly LiquidationLaws _liquidation;
    private VenueFigures[] _before = [];

    public VenueLaws(ExchangeEngine engine)
    {
        _state = engine.State;
        _replay = new EventReplay(_state);
        _risk = new RiskLaws(engine);
        _protection = new ProtectionLaws(_state);
        _liquidation = new LiquidationLaws(_state);
    }

    /// <summary>Fills seen so far.</summary>
    public long Fills => _replay.Fills;

    /// <summary>Begins an enumeration of sequences of so many commands.</summary>
    public void Begin(int depth)
    {
        _before = [.. Enumerable.Range(0, depth).Select(_ => new VenueFigures())];
        _replay.Begin();
        _risk.Begin(depth);
    }

    /// <summary>The state that the engine has now is the one before all commands of a level.</summary>
    public void Enter(int level)
    {
        _before[level].Read(_state);
        _risk.Enter(level);
    }

    /// <summary>What the laws remember of the commands so far when a level is entered.</summary>
    public ReadOnlySpan<Int128> Bases(int level) => _risk.Bases(level);

    /// <summary>The first law that does not hold after a command of a level, or null.</summary>
    public string? FindBroken(int level, EngineCommand command, long stepMs, ApplyOutput output)
    {
        VenueFigures before = _before[level];
        _after.Read(_state);
        return FindInMoney(before, command, output)
            ?? FindInPositions()
            ?? FindInBooks()
            ?? _replay.FindBroken(before, _after, command, output.Events)
            ?? _protection.FindBroken(output.Events)
            ?? _liquidation.FindBroken(before, command, output.Events)
            ?? _risk.FindBroken(level, before, _after, command, stepMs, output);
    }

    private string? FindInMoney(VenueFigures before, EngineCommand command, ApplyOutput output)
    {
        Int128 came = output.Rejection.IsRejected || output.Duplicate ? 0 : command switch
        {
            DepositUpdate deposit => deposit.Amount.Units,
            InsuranceDeposit deposit => deposit.Amount.Units,
            CashWithdrawalUpdate withdrawal => -withdrawal.Amount.Units,
            _ => 0,
        };
        if (_after.Total - before.Total != came)
            return $"cash is not conserved: {before.Total} became {_after.Total}, {came} came";
        if (_after.Insurance < 0)
            return "the insurance fund is below zero";
        for (int wallet = 0; wallet < _after.Wallets; wallet++)
        {
            if (_after.Debt[wallet] < 0 || (_after.Debt[wallet] > 0 && _after.Cash[wallet] > 0))
                return $"wallet {wallet} has debt {_after.Debt[wallet]} and cash {_after.Cash[wallet]}";
        }

        return null;
    }

    private string? FindInPositions()
    {
        for (int number = 0; number < _after.Instruments; number++)
        {
            long net = _state.Markets[number]?.HeldUnits ?? 0;
            for (int wallet = 0; wallet < _after.Wallets; wallet++)
            {
                long quantity = _after.Quantity[VenueFigures.At(wallet, number)];
                Int128 cost = _after.Cost[VenueFigures.At(wallet, number)];
                net += quantity;
                if (quantity == 0 ? cost != 0 : cost != 0 && (cost > 0) != (quantity > 0))
                    return $"wallet {wallet} holds {quantity} at a cost of {cost}";
            }

            if (net != 0)
                return $"positions in instrument {number} sum to {net}";
        }

        return null;
    }

    private string? FindInBooks()
    {
        for (int number = 0; number < _after.Instruments; number++)
        {
            if (_state.Markets[number] is not { } instrument)
                continue;
            long? bid = instrument.Book.BestPriceUnits(Engine.Domain.Side.Buy);
            long? ask = instrument.Book.BestPriceUnits(Engine.Domain.Side.Sell);
            if (bid >= ask)
                return $"the book of {instrument.Symbol} is crossed";
        }

        return null;
    }
}
