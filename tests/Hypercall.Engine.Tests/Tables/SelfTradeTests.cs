namespace Hypercall.Engine.Tests.Tables;

/// <summary>Self-trade prevention: the aggressor's mode decides, in the order of the book.</summary>
public sealed class SelfTradeTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Cancel_maker_cancels_the_own_maker_and_goes_on(string target) => Scenario.Run(target, """
        | do   | who | terms | stp         | events |
        | sell | A   | 2@100 |             |        |
        | sell | B   | 3@101 |             |        |
        | buy  | A   | 5@101 | CancelMaker |        |
          > OrderUpdated order=1 status=Canceled reason=SelfTrade; Filled makerOrder=2 size=3;
          > OrderUpdated order=3 filled=3 status=PartiallyFilled reason=None
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Cancel_taker_keeps_what_was_filled_before_and_the_maker(string target) => Scenario.Run(target, """
        | do   | who | terms | stp         | events                 |
        | sell | B   | 1@99  |             |                        |
        | sell | A   | 2@100 |             |                        |
        | sell | B   | 3@101 |             |                        |
        | buy  | A   | 5@101 | CancelTaker |                        |
          > Filled makerOrder=1 size=1; OrderUpdated order=4 filled=1 remaining=4 status=Canceled reason=SelfTrade
        | sell | A   | 1@100 |             | BookChanged asks=100:3 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Cancel_both_ends_maker_and_taker(string target) => Scenario.Run(target, """
        | do   | who | terms | stp        | events |
        | sell | A   | 2@100 |            |        |
        | sell | B   | 3@101 |            |        |
        | buy  | A   | 5@101 | CancelBoth |        |
          > OrderUpdated order=1 reason=SelfTrade; OrderUpdated order=3 filled=0 status=Canceled reason=SelfTrade;
          > BookChanged bids= asks=100:0; !Filled
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Decrement_takes_the_smaller_remainder_from_both(string target) => Scenario.Run(target, """
        | do   | who | terms | tif | stp       | events                                                 |
        # The maker is smaller: it goes, the taker goes on with what is left of its size.
        | sell | A   | 2@100 |     |           |                                                        |
        | sell | B   | 3@101 |     |           |                                                        |
        | buy  | A   | 5@101 |     | Decrement |                                                        |
          > OrderUpdated order=1 size=0 status=Canceled reason=SelfTrade; Filled size=3;
          > OrderUpdated order=3 size=3 filled=3 status=Filled reason=None
        # The taker is smaller: it goes, the maker keeps its place with what is left.
        | sell | A   | 4@100 |     |           |                                                        |
        | sell | B   | 1@100 |     |           |                                                        |
        | buy  | A   | 3@100 |     | Decrement |                                                        |
          > OrderUpdated order=4 size=1 status=Open reason=SelfTrade;
          > OrderUpdated order=6 size=0 status=Canceled reason=SelfTrade
        | buy  | C   | 2@100 |     |           | Filled makerOrder=4 size=1; Filled makerOrder=5 size=1 |
        # Equal: both go.
        | sell | A   | 1@100 |     |           |                                                        |
        | buy  | A   | 1@100 |     | Decrement |                                                        |
          > OrderUpdated order=8 remaining=0 reason=SelfTrade;
          > OrderUpdated order=9 remaining=0 status=Canceled reason=SelfTrade
        # A partly filled maker stays partly filled.
        | sell | A   | 5@100 |     |           |                                                        |
        | buy  | B   | 2@100 |     |           |                                                        |
        | buy  | A   | 1@100 |     | Decrement |                                                        |
          > OrderUpdated order=10 size=4 filled=2 remaining=2 status=PartiallyFilled reason=SelfTrade
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_default_comes_from_the_rules_at_the_time_of_the_order(string target) => Scenario.Run(target, """
        | do                    | who | terms | stp         | events                                                |
        | sell                  | A   | 1@100 | CancelBoth  |                                                       |
        | buy                   | A   | 1@100 |             |                                                       |
          > OrderUpdated order=1 reason=SelfTrade; OrderUpdated order=2 status=Open reason=None
        | rules stp=CancelTaker |     |       |             |                                                       |
        | sell                  | A   | 1@100 |             | OrderUpdated order=3 status=Canceled reason=SelfTrade |
        | sell                  | A   | 1@100 | CancelMaker |                                                       |
          > OrderUpdated order=2 status=Canceled reason=SelfTrade; OrderUpdated order=4 status=Open
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Fill_or_kill_passes_own_makers_only_where_they_are_cancelled(string target) => Scenario.Run(target, """
        | do   | who | terms | tif | stp         | code                 | events                 |
        | sell | B   | 1@99  |     |             |                      |                        |
        | sell | A   | 2@100 |     |             |                      |                        |
        | sell | B   | 3@101 |     |             |                      |                        |
        | buy  | A   | 4@101 | fok | CancelTaker | FillOrKillUnfillable |                        |
        | buy  | A   | 4@101 | fok | CancelBoth  | FillOrKillUnfillable |                        |
        | buy  | A   | 4@101 | fok | Decrement   | FillOrKillUnfillable |                        |
        | buy  | A   | 5@101 | fok | CancelMaker | FillOrKillUnfillable |                        |
        # The size is reached before the own maker is met.
        | buy  | A   | 1@101 | fok | CancelTaker |                      | Filled price=99 size=1 |
        | buy  | A   | 3@101 | fok | CancelMaker |                      |                        |
          > OrderUpdated order=2 reason=SelfTrade; Filled price=101 size=3
        """);
}
