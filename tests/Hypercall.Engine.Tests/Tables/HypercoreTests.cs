namespace Hypercall.Engine.Tests.Tables;

/// <summary>External perpetual positions and equity as the venue reports them (engine.md §10).</summary>
public sealed class HypercoreTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Checks_run_in_their_order(string target) => Scenario.Run(target, """
        | do                                | who | symbol | code          | first       | events |
        | perp 0@-1                         | A   | C      | InvalidSymbol |             |        |
        | perp 0@-1                         | A   | BTC    | InvalidSymbol |             |        |
        | perp 0@-1                         | A   | perp   | InvalidPrice  | -100000000  |        |
        | perp 1@0                          | A   | perp   | InvalidPrice  | 0           |        |
        | perp 1@1000000000.01              | A   | perp   | Overflow      |             |        |
        | perp 1000000000.000001@1          | A   | perp   | Overflow      |             |        |
        | perp -1000000000.000001@1         | A   | perp   | Overflow      |             |        |
        | perp -9223372036854.775808@1      | A   | perp   | Overflow      |             |        |
        | perp -1000000000@1000000000       | A   | perp   |               |             | !PositionChanged; !BalanceChanged |
        | perp 0@0                          | A   | perp   |               |             |        |
        | perp 0@5                          | A   | perp   |               |             |        |
        | equity 1000000000000000.01        | A   |        | Overflow      |             |        |
        | equity -1000000000000000.01       | A   |        | Overflow      |             |        |
        | equity -1000000000000000          | A   |        |               |             | !BalanceChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_perpetual_counts_in_portfolio_mode_only(string target) => Scenario.Run(target, """
        | do                | who | number | code               | first            | second           |
        | deposit 100       | A   | bank 1 |                    |                  |                  |
        | deposit 100       | B   | bank 2 |                    |                  |                  |
        | margin Portfolio  | A   |        |                    |                  |                  |
        | index 100         |     |        |                    |                  |                  |
        | perp 2@90         | A   |        |                    |                  |                  |
        | perp 2@90         | B   |        |                    |                  |                  |
        | equity 1000       | A   |        |                    |                  |                  |
        | rules margin=on   |     |        |                    |                  |                  |
        # A: 100, the gain of 2 × 10 lies elsewhere and may not leave; the worst scenario, −25 % × 0.6, loses 30: 70 may go.
        | withdraw 70.01    | A   | bank 3 | InsufficientMargin | 3000000000000000 | 2999000000000000 |
        | withdraw 70       | A   | bank 4 |                    |                  |                  |
        | withdraw 100      | B   | bank 5 |                    |                  |                  |
        """);
}
