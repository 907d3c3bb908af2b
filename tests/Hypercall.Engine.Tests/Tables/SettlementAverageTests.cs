namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// The average of the index before expiry (details.md §Time): every millisecond of (expiry − twapMs, expiry] weighs the
/// price in force then. C and P expire at 806,400,000.
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
        # 806,399,901 to 806,399,949: 49 ms at 100; 806,399,950 to 806,400,000: 51 ms at 200.
        # (49 × 100 + 51 × 200) / 100 = 151. What comes at or after the expiry has no weight.
        | 806400000 | index 300 force   |     |        |       |        |
        | 806400001 | settle            |     |        |       | PositionSettled wallet=A symbol=C price=151 value=-51; MarketUpdated symbol=P status=Settled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Time_before_the_first_price_has_no_weight(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | rules twap=100    |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 806399970 | index 103 force   |     |        |       |        |
        | 806399990 | index 105 force   |     |        |       |        |
        # 20 ms at 103, 11 ms at 105: 3215 / 31 = 103.709677419… at 8 decimals.
        | 806400000 | settle            |     |        |       | PositionSettled wallet=A price=103.70967742 value=-3.70967742 |
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
    public void However_old_the_last_price_counts(string target) => Scenario.Run(target, """
        | at        | do                | who | symbol | terms | events |
        | 0         | index 110         |     |        |       |        |
        | 0         | sell              | A   | C      | 1@10  |        |
        | 0         | buy               | B   | C      | 1@10  |        |
        | 806500000 | settle            |     |        |       | PositionSettled wallet=A symbol=C price=110; !MarketUpdated symbol=E status=Settled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_given_price_goes_before_the_average(string target) => Scenario.Run(target, """
        | at        | do                        | who | symbol | terms | events |
        | 0         | index 110                 |     |        |       |        |
        | 0         | index 90                  |     |        |       |        |
        | 0         | sell                      | A   | C      | 1@10  |        |
        | 0         | buy                       | B   | C      | 1@10  |        |
        | 806400000 | settle BTC:20260110:140   |     |        |       | PositionSettled wallet=A price=140 |
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
