namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Debts, covers and what settlement holds back (risk.md §A4, §A5). C expires at 806,400,000 ms.
/// </summary>
public sealed class ShortfallTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Cash_does_not_stand_beside_debt(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | number | cash | events |
        | 0         | rules settlement=0      |     |        |       |        |      |        |
        | 0         | create                  |     | L      |       |        |      |        |
        | 0         | sell                    | A   | C      | 1@10  |        |      |        |
        | 0         | buy                     | B   | C      | 1@10  |        |      |        |
        | 806400000 | settle BTC:20260110:150 |     |        |       |        |      | BalanceChanged account=A delta=40 balance=0 reason=Debt |
        # What A gets for an option pays its debt of 40 before anything else can be done with it.
        | 806400000 | sell                    | A   | L      | 3@10  |        |      |        |
        | 806400000 | buy                     | B   | L      | 1@10  |        |      |        |
          > BalanceChanged account=A delta=10 balance=10 reason=Trade; BalanceChanged account=A delta=-10 balance=0 reason=Debt
        | 806400000 | buy                     | B   | L      | 2@10  |        |      |        |
          > BalanceChanged account=A delta=20 balance=20 reason=Trade; BalanceChanged account=A delta=-20 balance=0 reason=Debt
        | 806400000 | deposit 12              | A   |        |       | bank 1 |      |        |
          > BalanceChanged account=A delta=12 balance=12 reason=Deposit; BalanceChanged account=A delta=-10 balance=2 reason=Debt
        | 806400000 | holds                   | A   |        |       |        | 2    |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void All_repay_before_any_is_covered_both_by_address(string target) => Scenario.Run(target, """
        | at        | do                                  | who | symbol             | terms | number | events |
        | 0         | rules settlement=0                  |     |                    |       |        |        |
        | 0         | create                              |     | BTC-20260109-100-C |       |        |        |
        | 0         | sell                                | D   | BTC-20260109-100-C | 1@10  |        |        |
        | 0         | buy                                 | Z   | BTC-20260109-100-C | 1@10  |        |        |
        | 720000000 | settle BTC:20260109:150             |     |                    |       |        | BalanceChanged account=D delta=40 balance=0 reason=Debt |
        | 720000000 | insure 60                           |     |                    |       | bank 1 |        |
        | 720000000 | sell                                | B   | C                  | 1@10  |        |        |
        | 720000000 | sell                                | A   | C                  | 1@10  |        |        |
        | 720000000 | buy                                 | D   | C                  | 2@10  |        |        |
        # D gets 100 for what cost it 20 it did not have; A and B lack 40 each, the fund has 60.
        | 806400000 | settle BTC:20260110:150             |     |                    |       |        |        |
          > BalanceChanged account=D delta=-40 balance=40 reason=Debt;
          > BalanceChanged account=Insurance delta=-40 balance=20; BalanceChanged account=A delta=40 balance=0 reason=Insurance;
          > BalanceChanged account=Insurance delta=-20 balance=0; BalanceChanged account=B delta=20 balance=-20 reason=Insurance;
          > BalanceChanged account=B delta=20 balance=0 reason=Debt
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Only_who_holds_nothing_is_covered_and_with_margin_off_only_by_settlement(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | number | cash | events |
        | 0         | rules settlement=0      |     |        |       |        |      |        |
        | 0         | insure 100              |     |        |       | bank 1 |      |        |
        # Without margin A buys at 10 what it has no cash for, and is flat with −5.
        | 0         | sell                    | B   | P      | 1@10  |        |      |        |
        | 0         | buy                     | A   | P      | 1@10  |        |      |        |
        | 0         | buy                     | B   | P      | 1@5   |        |      |        |
        | 0         | sell                    | A   | P      | 1@5   |        |      | !BalanceChanged account=Insurance |
        | 0         | holds                   | A   |        |       |        | -5   |        |
        # Margin on: once touched, it is covered.
        | 0         | rules margin=on         |     |        |       |        |      | !BalanceChanged |
        | 0         | deposit 1               | A   |        |       | bank 2 |      | BalanceChanged account=Insurance delta=-4 balance=96 reason=Insurance |
        | 0         | rules margin=off        |     |        |       |        |      |        |
        # A loses 50 with C and keeps E, which is pending: nobody covers it before that is settled too.
        | 0         | sell                    | A   | C      | 1@10  |        |      |        |
        | 0         | buy                     | B   | C      | 1@10  |        |      |        |
        | 0         | sell                    | A   | E      | 1@1   |        |      |        |
        | 0         | buy                     | B   | E      | 1@1   |        |      |        |
        | 806400000 | settle BTC:20260110:150 |     |        |       |        |      | !BalanceChanged account=Insurance |
        | 806400000 | holds                   | A   |        |       |        | -39  |        |
        | 806400000 | settle ETH:20260110:90  |     |        |       |        |      | BalanceChanged account=Insurance delta=-39 balance=57 reason=Insurance |
        | 806400000 | holds                   | A   |        |       |        | 0    |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Covered_in_liquidation_is_liquidated(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | number | events |
        | 0         | rules settlement=0      |     |        |       |        |        |
        | 0         | sell                    | A   | C      | 1@10  |        |        |
        | 0         | buy                     | B   | C      | 1@10  |        |        |
        | 0         | state InLiquidation     | A   |        |       |        |        |
        | 806400000 | settle BTC:20260110:150 |     |        |       |        |        |
          > BalanceChanged account=A delta=40 balance=0 reason=Debt; LiquidationStateChanged wallet=A state=Liquidated
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Nothing_leaves_while_the_average_is_fixed_but_not_settled(string target) => Scenario.Run(target, """
        | at        | do                        | who | symbol | terms | number | code                | events |
        | 0         | rules twap=100            |     |        |       |        |                     |        |
        | 0         | create                    |     | L      |       |        |                     |        |
        | 0         | deposit 1000              | A   |        |       | bank 1 |                     |        |
        | 0         | sell                      | A   | C      | 1@10  |        |                     |        |
        | 0         | buy                       | B   | C      | 1@10  |        |                     |        |
        | 0         | buy                       | A   | L      | 1@10  |        |                     |        |
        | 0         | sell                      | B   | L      | 1@10  |        |                     |        |
        | 806399900 | index 800                 |     |        |       |        |                     |        |
        # A owes 700 by now. Whatever the index says later, it may not leave before.
        | 806400000 | index 500                 |     |        |       |        |                     |        |
        | 806400000 | withdraw 900              | A   |        |       | bank 2 | SettlementPending   |        |
        | 806400000 | withdraw 2000             | A   |        |       | bank 3 | SettlementPending   |        |
        | 806400000 | withdraw 0                | A   |        |       | bank 4 | InvalidAmount       |        |
        | 806400000 | optionOut 1               | A   | L      |       | bank 5 | SettlementPending   |        |
        | 806400000 | optionOut 1               | A   | C      |       | bank 6 | InstrumentExpired   |        |
        | 806400000 | margin Portfolio          | A   |        |       |        | SettlementPending   |        |
        | 806400000 | margin Standard           | A   |        |       |        |                     |        |
        | 806400000 | deposit 1                 | A   |        |       | bank 7 |                     |        |
        | 806400000 | settle                    |     |        |       |        |                     | PositionSettled wallet=A price=800 |
        # 1,000 + 10 − 10 + 1 − 700 less the fee min(0.00015 × 800, 0.125 × 700) = 0.12.
        | 806400000 | withdraw 301              | A   |        |       | bank 8 | InsufficientBalance |        |
        | 806400000 | withdraw 300.88           | A   |        |       | bank 9 |                     |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_is_pending_is_worth_its_average_whatever_the_index_does(string target) => Scenario.Run(target, """
        | at        | do                                  | who | symbol | terms | number | events |
        | 0         | rules twap=100 margin=on grace=1000 |     |        |       |        |        |
        | 0         | rules margin=off                    |     |        |       |        |        |
        | 0         | sell                                | A   | C      | 1@10  |        |        |
        | 0         | buy                                 | B   | C      | 1@10  |        |        |
        | 0         | deposit 40                          | A   |        |       | bank 1 |        |
        | 0         | rules margin=on                     |     |        |       |        |        |
        | 806399900 | index 150                           |     |        |       |        |        |
        # A has 50 and owes 50. At 200 it would be below maintenance, at 150 it is not.
        | 806400000 | index 200                           |     |        |       |        | !LiquidationStateChanged |
        | 806400000 | index 150.5                         |     |        |       |        | !LiquidationStateChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Settlement_has_whom_it_settled_examined(string target) => Scenario.Run(target, """
        | at        | do                         | who | symbol | of  | terms | number | events |
        | 0         | rules settlement=0         |     |        |     |       |        |        |
        | 0         | deposit 60                 | A   |        |     |       | bank 1 |        |
        | 0         | sell                       | A   | C      |     | 1@10  |        |        |
        | 0         | buy                        | B   | C      |     | 1@10  |        |        |
        | 0         | sell                       | A   | E      |     | 1@10  |        |        |
        | 0         | buy                        | B   | E      |     | 1@10  |        |        |
        | 0         | deposit 1000               | B   |        |     |       | bank 2 |        |
        | 0         | index 140                  |     |        | ETH |       |        |        |
        | 806400000 | rules margin=on grace=1000 |     |        |     |       |        |        |
        # 80 less 50: 30 against the 40 of E, which awaits its price.
        | 806400000 | settle BTC:20260110:150    |     |        |     |       |        |        |
          > PositionSettled wallet=A value=-50; LiquidationStateChanged wallet=A state=PreLiquidation; !PositionSettled symbol=E
        # Settled too, it holds nothing: its shortfall of 10 is a debt, and it is Healthy.
        | 806400000 | settle ETH:20260110:140    |     |        |     |       |        |        |
          > BalanceChanged account=A delta=10 balance=0 reason=Debt; LiquidationStateChanged wallet=A state=Healthy
        """);
}
