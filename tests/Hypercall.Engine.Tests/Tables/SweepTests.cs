namespace Hypercall.Engine.Tests.Tables;

/// <summary>How many makers one order meets.</summary>
public sealed class SweepTests
{
    private const string FourMakers = """
        | do                     | who | terms | tif | flags | stp | code | events |
        | rules makers=2         |     |       |     |       |     |      |        |
        | sell                   | A   | 1@100 |     |       |     |      |        |
        | sell                   | B   | 1@100 |     |       |     |      |        |
        | sell                   | C   | 1@101 |     |       |     |      |        |
        | sell                   | D   | 1@102 |     |       |     |      |        |
        """;

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_is_left_after_the_last_maker_allowed_is_cancelled(string target) => Scenario.Run(target, FourMakers + """

        | buy                    | E   | 4@102 |     |       |     |      |        |
          > Filled makerOrder=1; Filled makerOrder=2; !Filled makerOrder=3;
          > OrderUpdated order=5 size=4 filled=2 remaining=2 status=Canceled reason=SweepLimit
        # Two were enough for this one, and this one does not cross a third.
        | buy                    | E   | 2@102 |     |       |     |      | OrderUpdated order=6 status=Filled |
        | sell                   | A   | 1@100 |     |       |     |      |        |
        | sell                   | B   | 1@100 |     |       |     |      |        |
        | sell                   | C   | 1@101 |     |       |     |      |        |
        | buy                    | E   | 3@100 |     |       |     |      |        |
          > OrderUpdated order=10 filled=2 status=PartiallyFilled reason=None
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Makers_that_are_taken_out_count_and_one_that_is_met_twice_counts_once(string target) =>
        Scenario.Run(target, """
            | do             | who | terms   | flags | tif | stp         | code                 | events |
            | rules makers=2 |     |         |       |     |             |                      |        |
            # Own makers that go count.
            | sell           | E   | 1@100   |       |     |             |                      |        |
            | sell           | E   | 1@100   |       |     |             |                      |        |
            | sell           | A   | 1@100   |       |     |             |                      |        |
            | buy            | E   | 1@100   |       | fok | CancelMaker | FillOrKillUnfillable |        |
            | buy            | E   | 1@100   |       |     | CancelMaker |                      |        |
              > OrderUpdated order=1 reason=SelfTrade; OrderUpdated order=2 reason=SelfTrade; !Filled;
              > OrderUpdated order=4 filled=0 status=Canceled reason=SweepLimit
            | buy            | E   | 1@100   |       | fok |             |                      | Filled makerOrder=3 |
            # F is long 1 and offers 2 to reduce: it is met, filled with 1, met again and cancelled; then comes one more.
            | sell           | A   | 1@50    |       |     |             |                      |        |
            | buy            | F   | 1@50    |       |     |             |                      | Filled |
            | sell           | F   | 2@100   | r     |     |             |                      |        |
            | sell           | A   | 1@100   |       |     |             |                      |        |
            | sell           | A   | 1@100   |       |     |             |                      |        |
            | buy            | G   | 3@100   |       |     |             |                      |        |
              > Filled makerOrder=8 size=1; OrderUpdated order=8 reason=ReduceOnly; Filled makerOrder=9;
              > OrderUpdated order=11 filled=2 reason=SweepLimit
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_takers_room_comes_before_the_limit(string target) => Scenario.Run(target, """
        | do             | who | terms | flags | code | events |
        | rules makers=1 |     |       |       |      |        |
        | buy            | B   | 1@90  |       |      |        |
        | sell           | E   | 1@90  |       |      | Filled |
        | sell           | A   | 1@100 |       |      |        |
        | sell           | A   | 1@100 |       |      |        |
        # Flat after the first maker: nothing is left to reduce, and that is the reason.
        | buy            | E   | 2@100 | r     |      | Filled; OrderUpdated order=5 filled=1 reason=ReduceOnly |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fill_or_kill_that_would_meet_more_makers_is_unfillable(string target) => Scenario.Run(target, FourMakers + """

        | buy                    | E   | 3@102 | fok |       |     | FillOrKillUnfillable |        |
        | buy                    | E   | 2@102 | fok |       |     |                      | Filled; Filled |
        """);
}
