namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Settlement (engine.md §11): what every position gets, once. C, P and E expire at 806,400,000 ms. The default fee is
/// min(0.015 % of the settlement price, 12.5 % of the intrinsic value) × size.
/// </summary>
public sealed class SettlementTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Both_sides_get_intrinsic_times_size_less_the_fee_once(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | number | code              | cash     | size | events |
        | 0         | deposit 1000               | A   |        |       | bank 1 |                   |          |      |        |
        | 0         | deposit 1000               | B   |        |       | bank 2 |                   |          |      |        |
        | 0         | sell                       | A   | C      | 2@10  |        |                   |          |      |        |
        | 0         | buy                        | B   | C      | 2@10  |        |                   |          |      |        |
        # Not expired: a price for nothing is ignored.
        | 806399999 | settle BTC:20260110:150    |     |        |       |        |                   |          |      | !PositionSettled |
        | 806400000 | tick                       |     |        |       |        |                   |          |      |        |
          > MarketUpdated symbol=C status=ExpiredPendingPrice; MarketUpdated symbol=P status=ExpiredPendingPrice;
          > MarketUpdated symbol=E status=ExpiredPendingPrice
        | 806400000 | buy                        | B   | C      | 1@10  |        | InstrumentExpired |          |      |        |
        # No average and no price: it stays pending, however often.
        | 806400001 | settle                     |     |        |       |        |                   |          |      | !PositionSettled; !MarketUpdated |
        # Intrinsic 50: A pays 100, B gets 100; fee min(0.00015 × 150 × 2, 0.125 × 50 × 2) = 0.045 each.
        # pnl: A −100 − (−20), B 100 − 20. A: 1020 − 100 − 0.045. Clearing takes −(−100 + 100) = nothing.
        | 806400002 | settle BTC:20260110:150    |     |        |       |        |                   |          |      |        |
          > PositionSettled wallet=A symbol=C size=-2 price=150 value=-100 fee=0.045 pnl=-80;
          > BalanceChanged account=A delta=-100 balance=920 reason=Settlement;
          > BalanceChanged account=A delta=-0.045 balance=919.955 reason=SettlementFee;
          > BalanceChanged account=Fees delta=0.045 balance=0.045 reason=SettlementFee;
          > PositionSettled wallet=B symbol=C size=2 price=150 value=100 fee=0.045 pnl=80;
          > BalanceChanged account=B delta=100 balance=1080 reason=Settlement;
          > BalanceChanged account=B delta=-0.045 balance=1079.955 reason=SettlementFee;
          > BalanceChanged account=Fees delta=0.045 balance=0.09 reason=SettlementFee;
          > MarketUpdated symbol=C status=Settled; MarketUpdated symbol=P status=Settled;
          > !PositionChanged; !BalanceChanged account=Clearing; !MarketUpdated symbol=E
        | 806400002 | holds                      | A   | C      |       |        |                   | 919.955  | 0    |        |
        | 806400002 | holds                      | B   | C      |       |        |                   | 1079.955 | 0    |        |
        # Twice is once; the symbol is gone, and a past expiry cannot be listed.
        | 806400002 | settle BTC:20260110:150    |     |        |       |        |                   |          |      | !PositionSettled; !MarketUpdated |
        | 806400002 | buy                        | B   | C      | 1@10  |        | UnknownInstrument |          |      |        |
        | 806400002 | create                     |     | C      |       |        | InstrumentExpired |          |      |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Portfolio_mode_gets_value_less_cost_and_clearing_the_rest(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | number | cash     | events |
        | 0         | deposit 1000               | A   |        |       | bank 1 |          |        |
        | 0         | deposit 1000               | B   |        |       | bank 2 |          |        |
        | 0         | margin Portfolio           | B   |        |       |        |          |        |
        | 0         | sell                       | A   | P      | 2@10  |        |          |        |
        # A gets 20, B pays nothing yet: clearing −20.
        | 0         | buy                        | B   | P      | 2@10  |        |          | BalanceChanged account=Clearing delta=-20 balance=-20 |
        # Intrinsic of the put at 80: 20. A −40; B 40 − 20 = 20; clearing −(−40 + 20) = 20.
        # Fee min(0.00015 × 80 × 2, 0.125 × 20 × 2) = 0.024.
        | 806400000 | settle BTC:20260110:80     |     |        |       |        |          |        |
          > MarketUpdated symbol=P status=ExpiredPendingPrice;
          > MarketUpdated symbol=C status=Settled;
          > PositionSettled wallet=A symbol=P size=-2 price=80 value=-40 fee=0.024 pnl=-20;
          > BalanceChanged account=A delta=-40 reason=Settlement;
          > PositionSettled wallet=B symbol=P size=2 price=80 value=40 fee=0.024 pnl=20;
          > BalanceChanged account=B delta=20 balance=1020 reason=Settlement;
          > BalanceChanged account=B delta=-0.024 reason=SettlementFee;
          > BalanceChanged account=Clearing delta=20 balance=0 reason=Settlement; MarketUpdated symbol=P status=Settled
        | 806400000 | holds                      | A   |        |       |        | 979.976  |        |
        | 806400000 | holds                      | B   |        |       |        | 1019.976 |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Exactly_at_the_strike_nothing_moves(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | cash | events |
        | 0         | sell                       | A   | C      | 1@10  |      |        |
        | 0         | buy                        | B   | C      | 1@10  |      |        |
        | 0         | sell                       | B   | P      | 1@4   |      |        |
        | 0         | buy                        | A   | P      | 1@4   |      |        |
        # Intrinsic 0, and with it the fee's cap. A: 10 − 4.
        | 806400000 | settle BTC:20260110:100    |     |        |       |      |        |
          > PositionSettled wallet=A symbol=C size=-1 value=0 fee=0 pnl=10;
          > PositionSettled wallet=B symbol=C size=1 value=0 fee=0 pnl=-10;
          > PositionSettled wallet=A symbol=P size=1 value=0 fee=0 pnl=-4;
          > PositionSettled wallet=B symbol=P size=-1 value=0 fee=0 pnl=4; !BalanceChanged account=A
        | 806400000 | holds                      | A   |        |       | 6    |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_fee_is_capped_by_the_intrinsic_value_and_may_be_a_rebate(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms  | events |
        | 0         | create                     |     | X      |        |        |
        | 0         | sell                       | A   | C      | 2@10   |        |
        | 0         | buy                        | B   | C      | 2@10   |        |
        | 0         | sell                       | A   | X      | 0.03@60 |       |
        | 0         | buy                        | B   | X      | 0.03@60 |       |
        | 0         | sell                       | A   | E      | 2@10   |        |
        | 0         | buy                        | B   | E      | 2@10   |        |
        # C: intrinsic 0.01; 0.00015 × 100.01 × 2 = 0.030003, the cap 0.125 × 0.01 × 2 = 0.0025.
        # X: strike 50, intrinsic 50.01; 0.00015 × 100.01 × 0.03 = 0.000450045, at 8 decimals 0.00045005.
        | 806400000 | settle BTC:20260110:100.01 |     |        |        |        |
          > PositionSettled wallet=A symbol=C fee=0.0025; PositionSettled wallet=A symbol=X fee=0.00045005
        | 806400000 | rules settlement=-100      |     |        |        |        |
        # A rebate has no cap: −0.0001 × 150 × 2.
        | 806400000 | settle ETH:20260110:150    |     |        |        |        |
          > PositionSettled wallet=A symbol=E fee=-0.03; BalanceChanged account=A delta=0.03 reason=SettlementFee;
          > BalanceChanged account=Fees delta=-0.03 reason=SettlementFee
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Open_orders_go_before_and_the_book_is_published_last(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | code              | events |
        | 0         | sell                       | A   | C      | 3@10  |                   |        |
        | 0         | buy                        | B   | C      | 1@10  |                   |        |
        | 0         | buy                        | B   | C      | 1@9   |                   |        |
        | 806400000 | settle BTC:20260110:120    |     |        |       |                   |        |
          > OrderUpdated order=1 status=Canceled reason=InstrumentExpired;
          > OrderUpdated order=3 status=Canceled reason=InstrumentExpired; MarketUpdated symbol=C status=ExpiredPendingPrice;
          > PositionSettled wallet=A symbol=C size=-1; PositionSettled wallet=B symbol=C size=1;
          > MarketUpdated symbol=C status=Settled; BookChanged symbol=C bids=9:0 asks=10:0
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Bad_prices_reject_the_whole_in_the_order_of_the_list(string target) => Scenario.Run(target, """
        | at        | do                                                    | code          | first    | second        | events |
        | 806400000 | settle BTC:20260110:150,btc:20260110:0                | InvalidSymbol |          |               | MarketUpdated symbol=C status=ExpiredPendingPrice; !MarketUpdated status=Settled |
        | 806400000 | settle BTC:20260110:150,BTC:20260231:0                | InvalidExpiry | 20260231 | 1768032000000 | !MarketUpdated |
        | 806400000 | settle BTC:20260110:0,btc:20260110:1                  | InvalidPrice  | 0        | 0             |        |
        | 806400000 | settle BTC:20260110:-0.01                             | InvalidPrice  | -1000000 | 0             |        |
        | 806400000 | settle BTC:20260110:1000000000.00000001               | Overflow      |          |               |        |
        | 806400000 | settle BTC:20260110:1000000000                        |               |          |               | MarketUpdated symbol=C status=Settled; MarketUpdated symbol=P status=Settled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_first_price_of_a_group_counts(string target) => Scenario.Run(target, """
        | at        | do                                             | who | symbol | terms | events |
        | 0         | sell                                           | A   | C      | 1@10  |        |
        | 0         | buy                                            | B   | C      | 1@10  |        |
        | 806400000 | settle BTC:20260111:9,BTC:20260110:150,BTC:20260110:50 | |    |       | PositionSettled wallet=A price=150 value=-50 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Insurance_pays_a_shortfall_first_and_the_rest_is_a_debt(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | number | code                  | cash   | events |
        | 0         | insure 30                  |     |        |       | bank 1 |                       |        |        |
        | 0         | sell                       | A   | C      | 2@10  |        |                       |        |        |
        | 0         | deposit 20                 | B   |        |       | bank 2 |                       |        |        |
        | 0         | buy                        | B   | C      | 2@10  |        |                       |        |        |
        # A: 20 − 100 − 0.045 = −80.045; the fund has 30; 50.045 stay owed.
        | 806400000 | settle BTC:20260110:150    |     |        |       |        |                       |        |        |
          > BalanceChanged account=A delta=-100 balance=-80 reason=Settlement;
          > BalanceChanged account=A delta=-0.045 balance=-80.045 reason=SettlementFee;
          > BalanceChanged account=Fees delta=0.045 reason=SettlementFee; PositionSettled wallet=B;
          > MarketUpdated symbol=P status=Settled;
          > BalanceChanged account=Insurance delta=-30 balance=0 reason=Insurance;
          > BalanceChanged account=A delta=30 balance=-50.045 reason=Insurance;
          > BalanceChanged account=A delta=50.045 balance=0 reason=Debt
        | 806400000 | holds                      | A   |        |       |        |                       | 0      |        |
        # Deposits repay first; until then nothing leaves.
        | 806400000 | deposit 50                 | A   |        |       | bank 3 |                       |        |        |
          > BalanceChanged account=A delta=50 balance=50 reason=Deposit;
          > BalanceChanged account=A delta=-50 balance=0 reason=Debt
        | 806400000 | withdraw 1                 | A   |        |       | bank 4 | LiquidationRestricted |        |        |
        | 806400000 | deposit 1                  | A   |        |       | bank 5 |                       |        |        |
          > BalanceChanged account=A delta=1 balance=1 reason=Deposit;
          > BalanceChanged account=A delta=-0.045 balance=0.955 reason=Debt
        | 806400000 | deposit 1                  | A   |        |       | bank 6 |                       |        | !BalanceChanged reason=Debt |
        | 806400000 | withdraw 1.955             | A   |        |       | bank 7 |                       |        |        |
        | 806400000 | holds                      | A   |        |       |        |                       | 0      |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_shortfall_is_covered_when_all_is_settled(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | number | cash | events |
        | 0         | create                     |     | X      |       |        |      |        |
        | 0         | rules settlement=0         |     |        |       |        |      |        |
        | 0         | insure 100                 |     |        |       | bank 1 |      |        |
        # A is short C (strike 100) and long X (strike 50): C settles first by its symbol, for A at a loss of 20 that X
        # pays for.
        | 0         | sell                       | A   | C      | 1@1   |        |      |        |
        | 0         | buy                        | B   | C      | 1@1   |        |      |        |
        | 0         | sell                       | B   | X      | 1@1   |        |      |        |
        | 0         | buy                        | A   | X      | 1@1   |        |      |        |
        | 806400000 | settle BTC:20260110:120    |     |        |       |        |      |        |
          > PositionSettled wallet=A symbol=C value=-20; BalanceChanged account=A balance=-20;
          > PositionSettled wallet=A symbol=X value=70; BalanceChanged account=A balance=50 reason=Settlement;
          > MarketUpdated symbol=X status=Settled; BalanceChanged account=Insurance delta=-50 balance=50;
          > BalanceChanged account=B delta=50 balance=0 reason=Insurance; !BalanceChanged reason=Debt
        | 806400000 | holds                      | A   |        |       |        | 50   |        |
        # B: 20, then 20 − 70 = −50 from the fund.
        | 806400000 | holds                      | B   |        |       |        | 0    |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Mirrored_spreads_take_nothing_out_of_the_fund(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms  | number | cash | events |
        | 0         | create                     |     | X      |        |        |      |        |
        | 0         | create                     |     | Y      |        |        |      |        |
        | 0         | rules settlement=0         |     |        |        |        |      |        |
        | 0         | insure 2000                |     |        |        | bank 1 |      |        |
        | 0         | deposit 100                | A   |        |        | bank 2 |      |        |
        | 0         | deposit 100                | B   |        |        | bank 3 |      |        |
        | 0         | margin Portfolio           | A   |        |        |        |      |        |
        | 0         | margin Portfolio           | B   |        |        |        |      |        |
        # A is long 10 X (strike 50) at 20 and short 10 Y (strike 60) at 10, B the other way round.
        | 0         | sell                       | B   | X      | 10@20  |        |      |        |
        | 0         | buy                        | A   | X      | 10@20  |        |      |        |
        | 0         | sell                       | A   | Y      | 10@10  |        |      |        |
        | 0         | buy                        | B   | Y      | 10@10  |        |      |        |
        # At 200: X is worth 150, Y 140. B loses 1,300 on X, which settles first, and gets 1,300 for Y.
        | 806400000 | settle BTC:20260110:200    |     |        |        |        |      |        |
          > BalanceChanged account=B delta=-1300 balance=-1200 reason=Settlement;
          > BalanceChanged account=B delta=1300 balance=100 reason=Settlement; !BalanceChanged account=Insurance
        | 806400000 | holds                      | A   |        |        |        | 100  |        |
        | 806400000 | holds                      | B   |        |        |        | 100  |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_given_price_must_lie_near_the_average(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms    | code         | first         | second        | events |
        | 0         | rules twap=100             |     |        |          |              |               |               |        |
        | 0         | sell                       | A   | C      | 1@10     |              |               |               |        |
        | 0         | buy                        | B   | C      | 1@10     |              |               |               |        |
        | 806399900 | index 33000                |     |        |          |              |               |               |        |
        # The average is 33,000, whatever the index does later.
        | 806400000 | index 40000                |     |        |          |              |               |               |        |
        | 806400000 | settle BTC:20260110:3300   |     |        |          | InvalidPrice | 330000000000  | 3300000000000 | !PositionSettled |
        | 806400000 | settle BTC:20260110:36300.00000001 |  |   |          | InvalidPrice | 3630000000001 | 3300000000000 |        |
        | 806400000 | settle BTC:20260110:29699.99999999 |  |   |          | InvalidPrice |               |               |        |
        # One price out of range rejects the whole.
        | 806400000 | settle BTC:20260110:33000,BTC:20260110:3300 |  | |   | InvalidPrice | 330000000000  |               |        |
        | 806400000 | settle BTC:20260110:36300  |     |        |          |              |               |               | PositionSettled wallet=A price=36300 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Force_or_a_limit_of_0_settles_at_any_price(string target) => Scenario.Run(target, """
        | at        | do                                     | symbol | code         | events |
        | 0         | create                                 | L      |              |        |
        | 0         | index 100                              |        |              |        |
        # However old, the last index price counts where there is no average.
        | 806400000 | settle BTC:20260110:120                |        | InvalidPrice |        |
        # ETH has neither; of a group with nothing pending nobody asks.
        | 806400000 | settle ETH:20260110:999,BTC:20270101:1 |        |              | MarketUpdated symbol=E status=Settled; !MarketUpdated symbol=L |
        | 806400000 | settle BTC:20260110:120 force          |        |              | MarketUpdated symbol=C status=Settled |
        | 806400000 | expire                                 | L      |              |        |
        | 806400000 | settle BTC:20270101:120                |        | InvalidPrice |        |
        | 806400000 | rules settleMove=0                     |        |              |        |
        | 806400000 | settle BTC:20270101:120                |        |              | MarketUpdated symbol=L status=Settled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_expired_early_settles_by_a_given_price_only(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | terms | code              | events |
        | 0         | index 150                  |     |        |       |                   |        |
        | 0         | sell                       | A   | C      | 1@10  |                   |        |
        | 0         | buy                        | B   | C      | 1@10  |                   |        |
        | 5000      | expire                     |     | C      |       |                   |        |
        | 5000      | settle                     |     |        |       |                   | !PositionSettled |
        | 5000      | delete                     |     | C      |       | InstrumentInUse   |        |
        # P of the same group is still trading and stays.
        # The index at the expiry is no average, but what a given price is measured by: 150 ± 10 %.
        | 5000      | settle BTC:20260110:134.9  |     |        |       | InvalidPrice      |        |
        | 5000      | settle BTC:20260110:135    |     |        |       |                   |        |
          > PositionSettled wallet=A symbol=C value=-35; MarketUpdated symbol=C status=Settled; !MarketUpdated symbol=P
        | 5000      | buy                        | B   | P      | 1@10  |                   |        |
        # Before its date the symbol is free again.
        | 5000      | create                     |     | C      |       |                   |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Instruments_settle_by_expiry_and_symbol(string target) => Scenario.Run(target, """
        | at         | do                                                      | who | symbol              | terms | events |
        | 0          | create                                                  |     | BTC-20260109-100-P  |       |        |
        | 0          | create                                                  |     | AAA-20260110-100-C  |       |        |
        | 0          | sell                                                    | B   | E                   | 1@10  |        |
        | 0          | buy                                                     | A   | E                   | 1@10  |        |
        | 0          | sell                                                    | B   | BTC-20260109-100-P  | 1@10  |        |
        | 0          | buy                                                     | A   | BTC-20260109-100-P  | 1@10  |        |
        | 0          | sell                                                    | B   | AAA-20260110-100-C  | 1@10  |        |
        | 0          | buy                                                     | A   | AAA-20260110-100-C  | 1@10  |        |
        | 806400000  | settle ETH:20260110:101,AAA:20260110:102,BTC:20260109:98 |    |                     |       |        |
          > PositionSettled wallet=A symbol=BTC-20260109-100-P value=2; PositionSettled wallet=B value=-2;
          > MarketUpdated symbol=BTC-20260109-100-P status=Settled;
          > PositionSettled wallet=A symbol=AAA-20260110-100-C value=2; PositionSettled wallet=B;
          > PositionSettled wallet=A symbol=E value=1; PositionSettled wallet=B symbol=E value=-1
        """);
}
