namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// The average of the index before expiry (risk.md §A5): every millisecond of [expiry − twapMs, expiry) weighs the price
/// in force then, unless that is too old. C and P expire at 806,400,000.
/// </summary>
public sealed class SettlementAverageTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Every_millisecond_of_the_window_weighs_the_price_in_force(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | rules twap=100    |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 806399000 | index 400 force   |     |        |       |        |
        | 806399800 | index 100 force   |     |        |       |        |
        | 806399950 | index 200 force   |     |        |       |        |
        # From 806,399,900: 50 ms at 100; from 806,399,950: 50 ms at 200. (50 × 100 + 50 × 200) / 100 = 150.
        # What comes at or after the expiry has no weight.
        | 806400000 | index 300 force   |     |        |       |        |
        | 806400001 | settle            |     |        |       | PositionSettled wallet=A symbol=C price=150 value=-50; MarketUpdated symbol=P status=Settled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Time_before_the_first_price_has_no_weight(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | rules twap=100 coverage=300000 |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 806399970 | index 103 force   |     |        |       |        |
        | 806399990 | index 105 force   |     |        |       |        |
        # 20 ms at 103, 10 ms at 105: 3110 / 30 = 103.666666666… at 8 decimals; 30 of 100 ms are covered.
        | 806400000 | settle            |     |        |       | PositionSettled wallet=A price=103.66666667 value=-3.66666667 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Too_little_of_the_window_is_no_average(string target) => Scenario.Run(target, """
        | at        | do                             | who | symbol | terms | events |
        | 0         | rules twap=100 coverage=300001 |     |        |       |        |
        | 0         | sell                           | A   | C      | 1@10  |        |
        | 0         | buy                            | B   | C      | 1@10  |        |
        | 806399970 | index 103 force                |     |        |       |        |
        | 806400000 | settle                         |     |        |       | !PositionSettled |
        # Fixed at the expiry: new rules do not bring it back.
        | 806400000 | rules coverage=0               |     |        |       |        |
        | 806400001 | settle                         |     |        |       | !PositionSettled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_price_counts_as_long_as_it_is_young_enough(string target) => Scenario.Run(target, """
        | at        | do                                     | who | symbol | terms | events |
        | 0         | rules twap=100 maxAge=20 coverage=500000 |   |        |       |        |
        | 0         | sell                                   | A   | C      | 1@10  |        |
        | 0         | buy                                    | B   | C      | 1@10  |        |
        # From 900: 110 for 10 ms more. From 930: 120 for 20 ms. From 980: 130 for 20 ms. Half the window.
        | 806399890 | index 110 force                        |     |        |       |        |
        | 806399930 | index 120 force                        |     |        |       |        |
        | 806399980 | index 130 force                        |     |        |       |        |
        # (10 × 110 + 20 × 120 + 20 × 130) / 50 = 122.
        | 806400000 | settle                                 |     |        |       | PositionSettled wallet=A price=122 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_price_in_force_at_the_start_is_that_of_the_last_update_before(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | rules twap=100    |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 5         | index 110 force   |     |        |       |        |
        # The last of one millisecond counts. At the window's start, exclusive, 130 is in force for all of it.
        | 806399900 | index 120 force   |     |        |       |        |
        | 806399900 | index 130 force   |     |        |       |        |
        | 806400000 | settle            |     |        |       | PositionSettled wallet=A price=130 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Without_a_bound_on_age_the_last_price_counts_however_old(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | rules maxAge=0    |     |        |       |        |
        | 0         | index 110         |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 806500000 | settle            |     |        |       | PositionSettled wallet=A symbol=C price=110; !MarketUpdated symbol=E status=Settled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Expiries_that_fall_due_together_have_an_average_each(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | events |
        | 0         | rules twap=100 maxAge=0 |     |        |       |        |
        | 0         | create                  |     | today  |       |        |
        | 0         | sell                    | A   | C      | 1@10  |        |
        | 0         | buy                     | B   | C      | 1@10  |        |
        | 0         | sell                    | A   | today  | 1@10  |        |
        | 0         | buy                     | B   | today  | 1@10  |        |
        # Today's ends at 28,800,000: 50 ms at 110, 50 ms at 130. C's has 130 throughout.
        | 28799000  | index 110 force         |     |        |       |        |
        | 28799950  | index 130 force         |     |        |       |        |
        | 806400000 | settle                  |     |        |       |        |
          > PositionSettled wallet=A symbol=today price=120; PositionSettled wallet=A symbol=C price=130
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_given_price_goes_before_the_average(string target) => Scenario.Run(target, """
        | at        | do                        | who | symbol | terms | events |
        | 0         | rules maxAge=0            |     |        |       |        |
        | 0         | index 110                 |     |        |       |        |
        | 0         | sell                      | A   | C      | 1@10  |        |
        | 0         | buy                       | B   | C      | 1@10  |        |
        | 806400000 | settle BTC:20260110:121   |     |        |       | PositionSettled wallet=A price=121 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_window_of_nothing_has_no_average(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | rules twap=0      |     |        |       |        |
        | 0         | index 110         |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 806400000 | settle            |     |        |       | !PositionSettled |
        """);
}
