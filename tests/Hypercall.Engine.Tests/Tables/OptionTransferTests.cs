namespace Hypercall.Engine.Tests.Tables;

/// <summary>Options in and out: trades at price 0 against what the venue holds (engine.md §6).</summary>
public sealed class OptionTransferTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Standard_mode_releases_cost_and_moves_no_cash(string target) => Scenario.Run(target, """
        | do             | who | symbol | terms | number | code                 | first   | second  | cash | size | entry | cost | events |
        | sell           | A   | C      | 2@10  |        |                      |         |         |      |      |       |      |        |
        | buy            | B   | C      | 2@10  |        |                      |         |         |      |      |       |      |        |
        | optionOut 0.5  | B   | C      |       | bank 1 |                      |         |         |      |      |       |      |        |
          > PositionChanged wallet=B symbol=C size=1.5 entry=10; !BalanceChanged
        | holds          | B   | C      |       |        |                      |         |         | -20  | 1.5  | 10    | 15   |        |
        # Only what was withdrawn can come in, to any wallet; there it costs nothing: (0 × 0.4) / 0.4.
        | optionIn 0.51  | D   | C      |       | bank 2 | InsufficientPosition | 510000  | 500000  |      |      |       |      |        |
        | optionIn 0.4   | D   | C      |       | bank 3 |                      |         |         |      |      |       |      |        |
          > PositionChanged wallet=D symbol=C size=0.4 entry=0; !BalanceChanged
        | optionIn 0.2   | D   | C      |       | bank 4 | InsufficientPosition | 200000  | 100000  |      |      |       |      |        |
        # Into a short position: 0.1 of 2 are closed, cost −20 + 1.
        | optionIn 0.1   | A   | C      |       | bank 5 |                      |         |         |      |      |       |      | PositionChanged wallet=A size=-1.9 entry=10 |
        | optionIn 0.1   | A   | C      |       | bank 6 | InsufficientPosition | 100000  | 0       |      |      |       |      |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Portfolio_mode_realizes_against_clearing(string target) => Scenario.Run(target, """
        | do               | who | symbol | terms | number | cash | size | entry | cost | events |
        | deposit 100      | B   |        |       | bank 1 |      |      |       |      |        |
        | margin Portfolio | B   |        |       |        |      |      |       |      |        |
        | sell             | A   | C      | 2@10  |        |      |      |       |      |        |
        | buy              | B   | C      | 2@10  |        |      |      |       |      |        |
        # Half of the cost of 20 is realized: 10 − (20 + 0).
        | optionOut 1      | B   | C      |       | bank 2 |      |      |       |      |        |
          > BalanceChanged account=B delta=-10 balance=90 reason=OptionTransfer;
          > BalanceChanged account=Clearing delta=10 reason=OptionTransfer; PositionChanged wallet=B size=1 entry=10
        | holds            | B   | C      |       |        | 90   | 1    | 10    | 10   |        |
        # Adding at price 0 adds no cost and moves no cash.
        | optionIn 1       | B   | C      |       | bank 3 |      |      |       |      | PositionChanged wallet=B size=2 entry=5; !BalanceChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_holding_settles_inside_clearing(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | number | code              | events |
        | 0         | rules settlement=0      |     |        |       |        |                   |        |
        | 0         | sell                    | A   | C      | 2@10  |        |                   |        |
        | 0         | buy                     | B   | C      | 2@10  |        |                   |        |
        | 0         | optionOut 1             | B   | C      |       | bank 1 |                   |        |
        | 0         | deposit 200             | A   |        |       | bank 2 |                   |        |
        # At 150: A −100, B 50; clearing keeps the venue's 50.
        | 806400000 | settle BTC:20260110:150 |     |        |       |        |                   |        |
          > PositionSettled wallet=A size=-2 value=-100; PositionSettled wallet=B size=1 value=50 pnl=40;
          > BalanceChanged account=Clearing delta=50 balance=50 reason=Settlement; MarketUpdated symbol=C status=Settled
        | 806400000 | optionIn 1              | B   | C      |       | bank 3 | UnknownInstrument |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Checks_run_in_their_order_and_spend_the_number(string target) => Scenario.Run(target, """
        | do                    | who | symbol | terms           | number  | code                  | first   | second |
        | sell                  | A   | C      | 2@10            |         |                       |         |        |
        | buy                   | B   | C      | 2@10            |         |                       |         |        |
        | optionOut 0           | B   | perp   |                 | bank 1  | InvalidSymbol         |         |        |
        | optionIn 0            | B   | perp   |                 | bank 2  | InvalidSymbol         |         |        |
        | optionOut 0           | B   | Z      |                 | bank 3  | InvalidSize           | 0       | 0      |
        | optionIn -1           | B   | Z      |                 | bank 4  | InvalidSize           | -1000000 | 0     |
        | optionOut 1           | B   | Z      |                 | bank 5  | UnknownInstrument     |         |        |
        | optionIn 1            | B   | Z      |                 | bank 5  | TransferNumberUsed    | 5       | 5      |
        | optionIn 1            | B   | Z      |                 | bank 6  | UnknownInstrument     |         |        |
        | state PreLiquidation  | B   |        |                 |         |                       |         |        |
        | optionOut 3           | B   | C      |                 | bank 7  | LiquidationRestricted |         |        |
        | state Healthy         | B   |        |                 |         |                       |         |        |
        | optionOut 3           | B   | C      |                 | bank 8  | InsufficientPosition  | 3000000 | 2000000 |
        | optionOut 3           | A   | C      |                 | bank 9  | InsufficientPosition  | 3000000 | 0      |
        | optionOut 3           | D   | C      |                 | bank 10 | InsufficientPosition  | 3000000 | 0      |
        # A halted instrument is no obstacle.
        | halt                  |     | C      |                 |         |                       |         |        |
        | optionOut 1           | B   | C      |                 | bank 11 |                       |         |        |
        # |Q| 2 and 999,999,997.5 open leave room for 0.5.
        | resume                |     | C      |                 |         |                       |         |        |
        | rules max=1000000000  |     |        |                 |         |                       |         |        |
        | buy                   | A   | C      | 999999997.5@1   |         |                       |         |        |
        | optionIn 0.51         | A   | C      |                 | bank 12 | Overflow              |         |        |
        | optionIn 0.5          | A   | C      |                 | bank 13 |                       |         |        |
        | cancelAll             | A   |        |                 |         |                       |         |        |
        | expire                |     | C      |                 |         |                       |         |        |
        | optionOut 1           | B   | C      |                 | bank 14 | InstrumentExpired     |         |        |
        | optionIn 0.1          | B   | C      |                 | bank 15 | InstrumentExpired     |         |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_withdrawal_needs_its_margin_and_no_debt(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | number | code                  | first          | second        | events |
        | 0  | create                  |     | X      |       |        |                       |                |               |        |
        | 0  | sell                    | A   | X      | 1@10  |        |                       |                |               |        |
        | 0  | buy                     | B   | X      | 1@10  |        |                       |                |               |        |
        | 0  | sell                    | B   | C      | 2@60  |        |                       |                |               |        |
        | 0  | buy                     | A   | C      | 2@60  |        |                       |                |               |        |
        # B: cash −10 + 120 = 110, short 2 C, long 1 X. So little volatility leaves a mark of intrinsic value.
        | 0  | iv 20260110 100:0.01    |     |        |       |        |                       |                |               |        |
        | 0  | index 120               |     |        |       |        |                       |                |               |        |
        | 0  | rules margin=on grace=86400000 | |     |       |        |                       |                |               |        |
        # 120: 2 × (18 + 20) = 76. 140: 2 × (21 + 40) = 122 of the 110; maintenance is 2 × (10.5 + 40) = 101. Long options
        # are no collateral, so that without margin the withdrawal fails anyway.
        | 0  | optionOut 0.25          | B   | X      |       | bank 1 |                       |                |               |        |
        | 0  | index 124               |     |        |       |        |                       |                |               |        |
        | 0  | optionOut 0.25          | B   | X      |       | bank 2 |                       |                |               |        |
        | 0  | index 140               |     |        |       |        |                       |                |               | !LiquidationStateChanged |
        | 0  | optionOut 0.25          | B   | X      |       | bank 3 | InsufficientMargin    | 12200000000000000 | 11000000000000000 |   |
        # Without a current index there is no mark of the short.
        | 70000 | optionOut 0.25       | B   | X      |       | bank 4 | MissingMark           |                |               |        |
        | 70000 | rules margin=off     |     |        |       |        |                       |                |               |        |
        | 70000 | optionOut 0.5        | B   | X      |       | bank 5 |                       |                |               |        |
        | 70000 | expire               |     | C      |       |        |                       |                |               |        |
        | 70000 | optionOut 0.25       | B   | X      |       | bank 6 | SettlementPending     |                |               |        |
        # Settled at 200: 2 × 100 less 110 and the fee stay owed.
        | 70000 | settle BTC:20260110:200 force | |     |       |        |                       |                |               | BalanceChanged account=B reason=Debt |
        | 70000 | optionOut 0.25       | B   | X      |       | bank 7 | LiquidationRestricted |                |               |        |
        """);
}
