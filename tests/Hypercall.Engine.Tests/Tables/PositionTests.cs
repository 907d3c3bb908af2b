namespace Hypercall.Engine.Tests.Tables;

/// <summary>Positions, cost, realized pnl and cash, with the figures derived beside them.</summary>
public sealed class PositionTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Adding_reducing_crossing_and_closing(string target) => Scenario.Run(target, """
        | do    | who | terms  | size | entry | cost | cash  | events                                     |
        | sell  | M   | 10@100 |      |       |      |       |                                            |
        | buy   | A   | 10@100 |      |       |      |       |                                            |
          > Filled takerPnl=0 makerPnl=0; PositionChanged wallet=A size=10 entry=100
        | holds | A   |        | 10   | 100   | 1000 | -1000 |                                            |
        # Adding 5 at 103: cost 1000 + 515 = 1515, entry 101.
        | sell  | M   | 5@103  |      |       |      |       |                                            |
        | buy   | A   | 5@103  |      |       |      |       | PositionChanged wallet=A size=15 entry=101 |
        # Selling 6 at 110 releases 1515 x 6/15 = 606; realized = 909 - 1515 + 660 = 54.
        | buy   | M   | 6@110  |      |       |      |       |                                            |
        | sell  | A   | 6@110  |      |       |      |       |                                            |
          > Filled takerPnl=54 makerPnl=-54; PositionChanged wallet=A size=9 entry=101
        | holds | A   |        | 9    | 101   | 909  | -855  |                                            |
        # Crossing: sells 12 at 90; closes 9 (810 - 909 = -99) and opens -3 at 90.
        | buy   | M   | 12@90  |      |       |      |       |                                            |
        | sell  | A   | 12@90  |      |       |      |       |                                            |
          > Filled takerPnl=-99 makerPnl=99; PositionChanged wallet=A size=-3 entry=90
        | holds | A   |        | -3   | 90    | -270 | 225   |                                            |
        # Closing the short at 80: realized = 0 - (-270) - 240 = 30. All in all 54 - 99 + 30 = -15 = the cash.
        | sell  | M   | 3@80   |      |       |      |       |                                            |
        | buy   | A   | 3@80   |      |       |      |       |                                            |
          > Filled takerPnl=30 makerPnl=-30; PositionChanged wallet=A size=0 entry=0
        | holds | A   |        | 0    |       |      | -15   |                                            |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Cost_is_released_to_the_last_unit_rounded_half_away_from_zero(string target) => Scenario.Run(target, """
        | do                               | who | terms         | size     | entry      | cost             | events |
        | rules step=0.000001 min=0.000001 |     |               |          |            |                  |        |
        # 0.000001 at 0.01 and 0.000002 at 0.02: cost 5 x 10^-8, entry 5/3 of a cent.
        | sell                             | M   | 0.000001@0.01 |          |            |                  |        |
        | buy                              | A   | 0.000001@0.01 |          |            |                  |        |
        | sell                             | M   | 0.000002@0.02 |          |            |                  |        |
        | buy                              | A   | 0.000002@0.02 |          |            |                  |        |
          > PositionChanged wallet=A entry=0.01666667
        | holds                            | A   |               | 0.000003 | 0.01666667 | 0.00000005       |        |
        # A third of it: 0.00000001666666… -> 1666667 units of 10^-14 are released.
        | buy                              | M   | 0.000001@0.02 |          |            |                  |        |
        | sell                             | A   | 0.000001@0.02 |          |            |                  |        |
          > Filled takerPnl=0.00000000333333
        | holds                            | A   |               | 0.000002 | 0.01666667 | 0.00000003333333 |        |
        # Half of 3333333 units is 1666666.5: 1666667 go, 1666666 stay.
        | buy                              | M   | 0.000001@0.02 |          |            |                  |        |
        | sell                             | A   | 0.000001@0.02 |          |            |                  |        |
        | holds                            | A   |               | 0.000001 | 0.01666666 | 0.00000001666666 |        |
        # Flat releases all.
        | buy                              | M   | 0.000001@0.02 |          |            |                  |        |
        | sell                             | A   | 0.000001@0.02 |          |            |                  |        |
          > PositionChanged wallet=A size=0 entry=0
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Portfolio_cash_moves_by_realized_pnl_and_clearing_takes_the_difference(string target) =>
        Scenario.Run(target, """
            | do               | who | terms | size | entry | cost | cash | events             |
            | margin Portfolio | A   |       |      |       |      |      |                    |
              > MarginModeChanged wallet=A mode=Portfolio; !BalanceChanged
            | sell             | B   | 2@100 |      |       |      |      |                    |
            # B gets 200 now, A pays nothing yet: clearing -200.
            | buy              | A   | 2@100 |      |       |      |      |                    |
              > Filled; BalanceChanged account=B delta=200 reason=Trade;
              > BalanceChanged account=Clearing delta=-200 balance=-200 reason=Trade; !BalanceChanged account=A
            | buy              | B   | 1@130 |      |       |      |      |                    |
            # A realizes 30; B pays 130; clearing +100.
            | sell             | A   | 1@130 |      |       |      |      |                    |
              > BalanceChanged account=A delta=30 balance=30; BalanceChanged account=B delta=-130;
              > BalanceChanged account=Clearing delta=100 balance=-100
            | holds            | A   |       | 1    | 100   | 100  | 30   |                    |
            # Back to standard: A pays the cost of what it holds, clearing is even.
            | margin Standard  | A   |       |      |       |      |      |                    |
              > MarginModeChanged wallet=A mode=Standard;
              > BalanceChanged account=A delta=-100 balance=-70 reason=MarginMode;
              > BalanceChanged account=Clearing delta=100 balance=0 reason=MarginMode
            | margin Standard  | A   |       |      |       |      |      | !MarginModeChanged |
            # To portfolio with a short: cost -100, so cash falls by 100.
            | margin Portfolio | B   |       |      |       |      |      |                    |
              > BalanceChanged account=B delta=-100 balance=-30 reason=MarginMode;
              > BalanceChanged account=Clearing delta=100 balance=100
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Two_portfolio_sides_leave_clearing_what_they_have_not_paid(string target) => Scenario.Run(target, """
        | do               | who | terms | cash | events                  |
        | margin Portfolio | A   |       |      |                         |
        | margin Portfolio | B   |       |      |                         |
        | sell             | B   | 1@100 |      |                         |
        | buy              | A   | 1@100 |      | Filled; !BalanceChanged |
        | sell             | A   | 1@150 |      |                         |
        | buy              | C   | 1@150 |      |                         |
          > BalanceChanged account=C delta=-150; BalanceChanged account=A delta=50;
          > BalanceChanged account=Clearing delta=100 balance=100
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Transfers_spend_their_number_once_per_source(string target) => Scenario.Run(target, """
        | do                                     | who | number  | code                | events |
        | deposit 5                              | A   | bank 3  |                     |        |
          > BalanceChanged account=A delta=5 balance=5 reason=Deposit
        | deposit 6                              | A   | bank 3  | TransferNumberUsed  |        |
        | deposit 5                              | A   | chain 1 |                     |        |
          > BalanceChanged account=A balance=10
        | withdraw 11                            | A   | bank 4  | InsufficientBalance |        |
        | withdraw 10                            | A   | bank 4  | TransferNumberUsed  |        |
        | withdraw 10                            | A   | bank 5  |                     |        |
          > BalanceChanged account=A delta=-10 balance=0 reason=Withdrawal
        | deposit 0                              | A   | bank 6  | InvalidAmount       |        |
        # 10 of the 1e15 are spent for ever, withdrawn or not.
        | deposit 999999999999990.00000000000001 | A   | bank 7  | Overflow            |        |
        | deposit 999999999999990                | A   | bank 8  |                     |        |
        | deposit 0.00000000000001               | A   | bank 9  | Overflow            |        |
        """);
}
