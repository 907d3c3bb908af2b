namespace Hypercall.Engine.Tests.Tables;

/// <summary>Reduce-only orders execute at most what reduces the position at that moment.</summary>
public sealed class ReduceOnlyTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Rejected_when_flat_or_on_the_side_of_the_position(string target) => Scenario.Run(target, """
        | do   | who | terms | flags | code                    |
        | sell | A   | 5@100 | r     | ReduceOnlyWouldIncrease |
        | sell | B   | 5@100 |       |                         |
        | buy  | A   | 5@100 |       |                         |
        | buy  | A   | 5@100 | r     | ReduceOnlyWouldIncrease |
        | sell | B   | 5@100 | r     | ReduceOnlyWouldIncrease |
        | sell | A   | 9@100 | r     |                         |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_larger_taker_is_clipped_and_its_rest_cancelled(string target) => Scenario.Run(target, """
        | do   | who | terms | flags | events |
        | sell | B   | 5@100 |       |        |
        | buy  | A   | 5@100 |       |        |
        | buy  | B   | 3@90  |       |        |
        | buy  | C   | 9@89  |       |        |
        | sell | A   | 9@80  | r     |        |
          > Filled price=90 size=3; Filled price=89 size=2; PositionChanged wallet=A size=0;
          > OrderUpdated order=5 filled=5 remaining=4 status=Canceled reason=ReduceOnly
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_resting_one_is_clipped_and_goes_when_no_room_is_left(string target) => Scenario.Run(target, """
        | do   | who | terms | flags | events                           |
        | sell | B   | 5@100 |       |                                  |
        | buy  | A   | 5@100 |       |                                  |
        | sell | A   | 5@110 | r     | OrderUpdated order=3 status=Open |
        # A sells 2 elsewhere: room 3 is left, the resting order still shows 5.
        | buy  | D   | 2@50  |       |                                  |
        | sell | A   | 2@50  |       |                                  |
        | buy  | C   | 4@110 |       |                                  |
          > Filled size=3; OrderUpdated order=3 filled=3 status=PartiallyFilled;
          > OrderUpdated order=3 remaining=2 status=Canceled reason=ReduceOnly;
          > OrderUpdated order=6 filled=3 remaining=1 status=PartiallyFilled
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void One_that_waits_without_room_stays_until_its_turn(string target) => Scenario.Run(target, """
        | do   | who | terms | flags | events                                          |
        | sell | B   | 5@100 |       |                                                 |
        | buy  | A   | 5@100 |       |                                                 |
        | sell | A   | 5@110 | r     |                                                 |
        | buy  | D   | 5@50  |       |                                                 |
        | sell | A   | 5@50  |       | PositionChanged wallet=D; !OrderUpdated order=3 |
        | buy  | C   | 1@110 |       |                                                 |
          > OrderUpdated order=3 reason=ReduceOnly; OrderUpdated order=6 status=Open; !Filled
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Fill_or_kill_counts_the_room_of_both_sides(string target) => Scenario.Run(target, """
        | do   | who | terms | tif | flags | code                 | events        |
        | sell | B   | 5@100 |     |       |                      |               |
        | buy  | A   | 5@100 |     |       |                      |               |
        | sell | A   | 9@100 |     | r     |                      |               |
        # A can reduce 5 of the 9 it shows; C could get 5, not 6.
        | buy  | C   | 6@100 | fok |       | FillOrKillUnfillable |               |
        | buy  | C   | 5@100 | fok |       |                      |               |
          > Filled size=5; OrderUpdated order=3 filled=5 status=PartiallyFilled
        | buy  | C   | 1@100 | fok |       | FillOrKillUnfillable |               |
        # C's own room: it is long 5 and can sell 5 reducing, not 6.
        | buy  | D   | 9@90  |     |       |                      |               |
        | sell | C   | 6@90  | fok | r     | FillOrKillUnfillable |               |
        | sell | C   | 5@90  | fok | r     |                      | Filled size=5 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void In_pre_liquidation_only_what_reduces_risk_passes(string target) => Scenario.Run(target, """
        | do                   | who | terms    | flags | target | code                  |
        | sell                 | B   | 5@100    |       |        |                       |
        | buy                  | A   | 5@100    |       |        |                       |
        | sell                 | A   | 2@120    |       |        |                       |
        | state PreLiquidation | A   |          |       |        |                       |
        | buy                  | A   | 1@90     |       |        | LiquidationRestricted |
        # 2 rest on that side: 3 more fit into the position of 5, 3.01 do not; a reduce-only one always does.
        | sell                 | A   | 3.01@120 |       |        | LiquidationRestricted |
        | sell                 | A   | 3@120    |       |        |                       |
        | sell                 | A   | 9@120    | r     |        |                       |
        # A replaced order does not count against itself: 9 and 3 rest beside it, no room at all.
        | resell               | A   | 1@120    |       | 3      | LiquidationRestricted |
        | cancel               | A   |          |       | 5      |                       |
        | resell               | A   | 2@121    |       | 3      |                       |
        | state InLiquidation  | A   |          |       |        |                       |
        | sell                 | A   | 1@120    | r     |        | LiquidationRestricted |
        """);
}
