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

/// <summary>What transfers share: limits, and where they come from.</summary>
public static class TransferLimits
{
    /// <summary>Most bytes of a source.</summary>
    public const int MaxSourceBytes = 32;

    internal static (string? Source, long? Number) Walk<V>(ref V v, ITransfer transfer)
        where V : struct, IFields, allows ref struct => (
            v.Optional("source", transfer.Source, MaxSourceBytes, minBytes: 1),
            v.Optional("number", transfer.Number, min: 1));
}

/// <summary>Cash in.</summary>
public sealed record DepositUpdate(WalletAddress Wallet, Cash Amount, string? Source, long? Number)
    : WalletCommand(Wallet, CommandType.DepositUpdate, CommandClass.Venue), ITransfer, ICommand<DepositUpdate>
{
    internal override ITransfer Transfer => this;

    static DepositUpdate ICommand<DepositUpdate>.Blank { get; } = new(default, default, "", 0);

    static DepositUpdate ICommand<DepositUpdate>.Walk<V>(ref V v, DepositUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        Cash amount = v.Cash("amount", c.Amount, CommandLimits.MaxCashUnits);
        (string? source, long? number) = TransferLimits.Walk(ref v, c);
        return V.Makes ? new DepositUpdate(wallet, amount, source, number) : c;
    }
}

/// <summary>Cash out.</summary>
public sealed record CashWithdrawalUpdate(
    WalletAddress Wallet, Cash Amount, string? Source = null, long? Number = null)
    : WalletCommand(Wallet, CommandType.CashWithdrawalUpdate, CommandClass.WalletOnly), ITransfer,
        ICommand<CashWithdrawalUpdate>
{
    internal override ITransfer Transfer => this;

    static CashWithdrawalUpdate ICommand<CashWithdrawalUpdate>.Blank { get; } = new(default, default);

    static CashWithdrawalUpdate ICommand<CashWithdrawalUpdate>.Walk<V>(ref V v, CashWithdrawalUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        Cash amount = v.Cash("amount", c.Amount, CommandLimits.MaxCashUnits);
        (string? source, long? number) = TransferLimits.Walk(ref v, c);
        return V.Makes ? new CashWithdrawalUpdate(wallet, amount, source, number) : c;
    }
}

/// <summary>Cash into the insurance fund.</summary>
public sealed record InsuranceDeposit(Cash Amount, string? Source, long? Number)
    : EngineCommand(CommandType.InsuranceDeposit, CommandClass.Venue), ITransfer, ICommand<InsuranceDeposit>
{
    internal override ITransfer Transfer => this;

    static InsuranceDeposit ICommand<InsuranceDeposit>.Blank { get; } = new(default, "", 0);

    static InsuranceDeposit ICommand<InsuranceDeposit>.Walk<V>(ref V v, InsuranceDeposit c)
    {
        Cash amount = v.Cash("amount", c.Amount, CommandLimits.MaxCashUnits);
        (string? source, long? number) = TransferLimits.Walk(ref v, c);
        return V.Makes ? new InsuranceDeposit(amount, source, number) : c;
    }
}

/// <summary>Options in: a trade at price 0 against what the venue holds of withdrawn contracts.</summary>
/// <param name="Symbol">Option symbol as sent; checked by the engine.</param>
/// <param name="Size">Contracts, greater than zero.</param>
/// <param name="Number">Greater than the source's last.</param>
public sealed record OptionDepositUpdate(
    WalletAddress Wallet, string Symbol, Quantity Size, string? Source, long? Number)
    : WalletCommand(Wallet, CommandType.OptionDepositUpdate, CommandClass.Venue), ITransfer,
        ICommand<OptionDepositUpdate>
{
    internal override ITransfer Transfer => this;

    static OptionDepositUpdate ICommand<OptionDepositUpdate>.Blank { get; } = new(default, "", default, "", 0);

    static OptionDepositUpdate ICommand<OptionDepositUpdate>.Walk<V>(ref V v, OptionDepositUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        string symbol = v.Text("symbol", c.Symbol, 0, TextLimits.MaxSymbolBytes);
        Quantity size = v.Quantity("size", c.Size);
        (string? source, long? number) = TransferLimits.Walk(ref v, c);
        return V.Makes ? new OptionDepositUpdate(wallet, symbol, size, source, number) : c;
    }
}

/// <summary>Options out: a trade at price 0 against the venue's holding of withdrawn contracts.</summary>
/// <param name="Symbol">Option symbol as sent; checked by the engine.</param>
/// <param name="Size">Contracts, greater than zero.</param>
/// <param name="Number">Greater than the source's last.</param>
public sealed record OptionWithdrawalUpdate(
    WalletAddress Wallet, string Symbol, Quantity Size, string? Source = null, long? Number = null)
    : WalletCommand(Wallet, CommandType.OptionWithdrawalUpdate, CommandClass.WalletOnly), ITransfer,
        ICommand<OptionWithdrawalUpdate>
{
    internal override ITransfer Transfer => this;

    static OptionWithdrawalUpdate ICommand<OptionWithdrawalUpdate>.Blank { get; } = new(default, "", default);

    static OptionWithdrawalUpdate ICommand<OptionWithdrawalUpdate>.Walk<V>(ref V v, OptionWithdrawalUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        string symbol = v.Text("symbol", c.Symbol, 0, TextLimits.MaxSymbolBytes);
        Quantity size = v.Quantity("size", c.Size);
        (string? source, long? number) = TransferLimits.Walk(ref v, c);
        return V.Makes ? new OptionWithdrawalUpdate(wallet, symbol, size, source, number) : c;
    }
}

/// <summary>
/// Sets a wallet's external perpetual position, which portfolio margin counts as a hedge.
/// </summary>
/// <param name="Symbol">Perpetual's symbol as sent (<c>BTC-PERP</c>); checked by the engine.</param>
/// <param name="Size">Signed contracts of one unit of the underlying; 0 removes the position.</param>
/// <param name="EntryPrice">Average entry price.</param>
public sealed record HypercorePositionUpdate(WalletAddress Wallet, string Symbol, Quantity Size, Price EntryPrice)
    : WalletCommand(Wallet, CommandType.HypercorePositionUpdate, CommandClass.Venue), ICommand<HypercorePositionUpdate>
{
    static HypercorePositionUpdate ICommand<HypercorePositionUpdate>.Blank { get; } =
        new(default, "", default, default);

    static HypercorePositionUpdate ICommand<HypercorePositionUpdate>.Walk<V>(ref V v, HypercorePositionUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        string symbol = v.Text("symbol", c.Symbol, 0, TextLimits.MaxSymbolBytes);
        Quantity size = v.Quantity("size", c.Size);
        Price entryPrice = v.Price("entryPrice", c.EntryPrice);
        return V.Makes ? new HypercorePositionUpdate(wallet, symbol, size, entryPrice) : c;
    }
}

/// <summary>Sets a wallet's external equity; kept and shown, not counted in margin (engine.md §10).</summary>
public sealed record HypercoreEquityUpdate(WalletAddress Wallet, Cash Equity)
    : WalletCommand(Wallet, CommandType.HypercoreEquityUpdate, CommandClass.Venue), ICommand<HypercoreEquityUpdate>
{
    static HypercoreEquityUpdate ICommand<HypercoreEquityUpdate>.Blank { get; } = new(default, default);

    static HypercoreEquityUpdate ICommand<HypercoreEquityUpdate>.Walk<V>(ref V v, HypercoreEquityUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        Cash equity = v.Cash("equity", c.Equity, CommandLimits.MaxCashUnits);
        return V.Makes ? new HypercoreEquityUpdate(wallet, equity) : c;
    }
}

/// <summary>Changes a wallet's margin mode and converts its open positions.</summary>
public sealed record MarginModeUpdate(WalletAddress Wallet, MarginMode Mode)
    : WalletCommand(Wallet, CommandType.MarginModeUpdate, CommandClass.WalletOnly), ICommand<MarginModeUpdate>
{
    static MarginModeUpdate ICommand<MarginModeUpdate>.Blank { get; } = new(default, default);

    static MarginModeUpdate ICommand<MarginModeUpdate>.Walk<V>(ref V v, MarginModeUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        MarginMode mode = v.Enum("mode", c.Mode, MarginMode.Portfolio);
        return V.Makes ? new MarginModeUpdate(wallet, mode) : c;
    }
}

/// <summary>Sets a wallet's tier and its limits.</summary>
/// <param name="Tier">Name, 1 to 32 bytes.</param>
/// <param name="MaxOpenOrders">Zero or greater.</param>
/// <param name="MaxOpenPositions">Zero or greater.</param>
public sealed record TierUpdate(WalletAddress Wallet, string Tier, int MaxOpenOrders, int MaxOpenPositions)
    : WalletCommand(Wallet, CommandType.TierUpdate, CommandClass.Venue), ICommand<TierUpdate>
{
    /// <summary>Most bytes of a tier's name.</summary>
    public const int MaxTierBytes = 32;

    static TierUpdate ICommand<TierUpdate>.Blank { get; } = new(default, "", 0, 0);

    static TierUpdate ICommand<TierUpdate>.Walk<V>(ref V v, TierUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        string tier = v.Text("tier", c.Tier, 0, TextLimits.MaxTierBytes);
        int maxOrders = v.Int32("maxOpenOrders", c.MaxOpenOrders);
        int maxPositions = v.Int32("maxOpenPositions", c.MaxOpenPositions);
        return V.Makes ? new TierUpdate(wallet, tier, maxOrders, maxPositions) : c;
    }
}

/// <summary>Sets a wallet's liquidation state.</summary>
public sealed record LiquidationStateUpdate(WalletAddress Wallet, LiquidationState State)
    : WalletCommand(Wallet, CommandType.LiquidationStateUpdate, CommandClass.Venue), ICommand<LiquidationStateUpdate>
{
    static LiquidationStateUpdate ICommand<LiquidationStateUpdate>.Blank { get; } = new(default, default);

    static LiquidationStateUpdate ICommand<LiquidationStateUpdate>.Walk<V>(ref V v, LiquidationStateUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        LiquidationState state = v.Enum("state", c.State, LiquidationState.Liquidated);
        return V.Makes ? new LiquidationStateUpdate(wallet, state) : c;
    }
}

/// <summary>Sets what a wallet's liquidation orders may give on top of the rules' bonus.</summary>
/// <param name="BonusPpm">Parts per million, 0 to 1,000,000.</param>
public sealed record LiquidationBonusUpdate(WalletAddress Wallet, int BonusPpm)
    : WalletCommand(Wallet, CommandType.LiquidationBonusUpdate, CommandClass.Venue), ICommand<LiquidationBonusUpdate>
{
    static LiquidationBonusUpdate ICommand<LiquidationBonusUpdate>.Blank { get; } = new(default, 0);

    static LiquidationBonusUpdate ICommand<LiquidationBonusUpdate>.Walk<V>(ref V v, LiquidationBonusUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        int bonusPpm = v.Int32("bonusPpm", c.BonusPpm);
        return V.Makes ? new LiquidationBonusUpdate(wallet, bonusPpm) : c;
    }
}

/// <summary>
/// Bids for the whole portfolio of a wallet in liquidation, at auction at a falling price: the first bid that is enough
/// has it, at the price asked then.
/// </summary>
/// <param name="AuctionId">The auction that the bidder means.</param>
/// <param name="Bid">Most that the bidder pays; negative: least that he is paid.</param>
public sealed record LiquidationBid(WalletAddress Wallet, WalletAddress LiquidatedWallet, long AuctionId, Cash Bid)
    : WalletCommand(Wallet, CommandType.LiquidationBid, CommandClass.Wallet), ICommand<LiquidationBid>
{
    static LiquidationBid ICommand<LiquidationBid>.Blank { get; } = new(default, default, 0, default);

    static LiquidationBid ICommand<LiquidationBid>.Walk<V>(ref V v, LiquidationBid c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        WalletAddress liquidated = v.Address("liquidatedWallet", c.LiquidatedWallet);
        long auctionId = v.Int64("auctionId", c.AuctionId);
        Cash bid = v.Cash("bid", c.Bid, CommandLimits.MaxCashUnits);
        return V.Makes ? new LiquidationBid(wallet, liquidated, auctionId, bid) : c;
    }
}
