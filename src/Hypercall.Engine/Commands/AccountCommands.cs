using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Commands;

/// <summary>
/// A movement in or out of the venue. One that a source reports carries the source and a number that rises strictly per
/// source and is spent whatever the outcome, so that a transfer seen twice moves money once; a withdrawal that the
/// wallet itself signs carries neither.
/// </summary>
public interface ITransfer
{
    /// <summary>Who reports it, 1 to 32 bytes of UTF-8.</summary>
    string? Source { get; }

    /// <summary>Greater than the source's last.</summary>
    long? Number { get; }
}

/// <summary>Limits shared by transfers.</summary>
public static class TransferLimits
{
    /// <summary>Most bytes of a source.</summary>
    public const int MaxSourceBytes = 32;
}

/// <summary>Cash in.</summary>
public sealed record DepositUpdate(WalletAddress Wallet, Cash Amount, string? Source, long? Number) : WalletCommand(Wallet), ITransfer
{
    public override CommandType Type => CommandType.DepositUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Cash out.</summary>
public sealed record CashWithdrawalUpdate(
    WalletAddress Wallet, Cash Amount, string? Source = null, long? Number = null)
    : WalletCommand(Wallet), ITransfer
{
    public override CommandType Type => CommandType.CashWithdrawalUpdate;
    public override CommandClass Class => CommandClass.WalletOnly;
}

/// <summary>Cash into the insurance fund.</summary>
public sealed record InsuranceDeposit(Cash Amount, string? Source, long? Number) : EngineCommand, ITransfer
{
    public override CommandType Type => CommandType.InsuranceDeposit;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Options in: a trade at price 0 against what the venue holds of withdrawn contracts.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Symbol">Option symbol as sent; checked by the engine.</param>
/// <param name="Size">Contracts, greater than zero.</param>
/// <param name="Source">Who reports it.</param>
/// <param name="Number">Greater than the source's last.</param>
public sealed record OptionDepositUpdate(
    WalletAddress Wallet, string Symbol, Quantity Size, string? Source, long? Number) : WalletCommand(Wallet), ITransfer
{
    public override CommandType Type => CommandType.OptionDepositUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Options out: a trade at price 0 against the venue's holding of withdrawn contracts.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Symbol">Option symbol as sent; checked by the engine.</param>
/// <param name="Size">Contracts, greater than zero.</param>
/// <param name="Source">Who reports it.</param>
/// <param name="Number">Greater than the source's last.</param>
public sealed record OptionWithdrawalUpdate(
    WalletAddress Wallet, string Symbol, Quantity Size, string? Source = null, long? Number = null)
    : WalletCommand(Wallet), ITransfer
{
    public override CommandType Type => CommandType.OptionWithdrawalUpdate;
    public override CommandClass Class => CommandClass.WalletOnly;
}

/// <summary>
/// Sets a wallet's external perpetual position, which portfolio margin counts as a hedge.
/// </summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Symbol">Perpetual's symbol as sent (<c>BTC-PERP</c>); checked by the engine.</param>
/// <param name="Size">Signed contracts of one unit of the underlying; 0 removes the position.</param>
/// <param name="EntryPrice">Average entry price.</param>
public sealed record HypercorePositionUpdate(WalletAddress Wallet, string Symbol, Quantity Size, Price EntryPrice)
    : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.HypercorePositionUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Sets a wallet's external equity; kept and shown, not counted in margin (engine.md §10).</summary>
public sealed record HypercoreEquityUpdate(WalletAddress Wallet, Cash Equity) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.HypercoreEquityUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Changes a wallet's margin mode and converts its open positions.</summary>
public sealed record MarginModeUpdate(WalletAddress Wallet, MarginMode Mode) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.MarginModeUpdate;
    public override CommandClass Class => CommandClass.WalletOnly;
}

/// <summary>Sets a wallet's tier and its limits.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Tier">Name, 1 to 32 bytes.</param>
/// <param name="MaxOpenOrders">Zero or greater.</param>
/// <param name="MaxOpenPositions">Zero or greater.</param>
public sealed record TierUpdate(WalletAddress Wallet, string Tier, int MaxOpenOrders, int MaxOpenPositions) : WalletCommand(Wallet)
{
    /// <summary>Most bytes of a tier's name.</summary>
    public const int MaxTierBytes = 32;

    public override CommandType Type => CommandType.TierUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Sets a wallet's liquidation state.</summary>
public sealed record LiquidationStateUpdate(WalletAddress Wallet, LiquidationState State) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.LiquidationStateUpdate;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>Sets a wallet's liquidation bonus; kept in state, without effect yet.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="BonusPpm">Parts per million, 0 to 1,000,000.</param>
public sealed record LiquidationBonusUpdate(WalletAddress Wallet, int BonusPpm) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.LiquidationBonusUpdate;
    public override CommandClass Class => CommandClass.Venue;
}
