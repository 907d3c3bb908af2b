namespace Hypercall.Engine.Tests.Tables;

/// <summary>The largest values that are let in, and the first that are not.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_largest_trades_and_fees_fit(string target) => Scenario.Run(target, """
        | do                                 | who | terms                 | events |
        | rules max=1000000000               |     |                       |        |
        | rules step=0.000001 min=0.000001   |     |                       |        |
        | rules figures=0 cap=1000000        |     |                       |        |
        | rules maker=-1000000 taker=1000000 |     |                       |        |
        | index 1000000000                   |     |                       |        |
        | sell                               | A   | 500000000@1000000000  |        |
        # Both on 5e8 contracts x 1e9: a fee of 5e17, and a rebate as large.
        | buy                                | B   | 500000000@1000000000  |        |
          > Filled takerFee=500000000000000000 makerFee=-500000000000000000;
          > BalanceChanged account=B delta=-500000000000000000 reason=Trade;
          > BalanceChanged account=B balance=-1000000000000000000 reason=Fee;
          > PositionChanged wallet=B size=500000000 entry=1000000000
        # Selling a third of it and a bit for next to nothing: cost x closed is far beyond 128 bits. Realized:
        # 166666666.666667 x 0.01 - 166666666666667000 = 1666666.66666667 - 166666666666667000.
        | buy                                | C   | 166666666.666667@0.01 |        |
        | sell                               | B   | 166666666.666667@0.01 |        |
          > Filled takerPnl=-166666666665000333.33333333;
          > PositionChanged wallet=B size=333333333.333333 entry=1000000000
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Exposure_counts_position_and_both_sides_of_the_book(string target) => Scenario.Run(target, """
        | do                   | who | symbol | terms          | target | code     |
        | rules max=1000000000 |     |        |                |        |          |
        | sell                 | M   | C      | 100@5          |        |          |
        | buy                  | A   | C      | 100@5          |        |          |
        | buy                  | A   | C      | 200@4          |        |          |
        | sell                 | A   | C      | 300@6          |        |          |
        | buy                  | A   | C      | 999999400.01@4 |        | Overflow |
        | sell                 | A   | C      | 999999400.01@6 |        | Overflow |
        | buy                  | A   | P      | 1000000000@4   |        |          |
        # The replaced order does not count: 100 + 300 are left.
        | rebuy                | A   | C      | 999999600.01@4 | 3      | Overflow |
        | rebuy                | A   | C      | 999999600@4    | 3      |          |
        | buy                  | A   | C      | 0.01@4         |        | Overflow |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Edges_of_the_shape_of_an_order(string target) => Scenario.Run(target, """
        | at | do  | who | terms           | tif   | client | code                      | first            |
        | 0  | buy | A   | 1000000000@0.01 |       |        | SizeTooLarge              | 1000000000000000 |
        | 0  | buy | A   | 1000000@0.01    |       |        |                           |                  |
        | 0  | buy | A   | 0.01@0.01       |       |        |                           |                  |
        | 0  | buy | A   | 0.009999@0.01   |       |        | SizeOffStep               | 9999             |
        | 0  | buy | A   | -1@0.01         |       |        | InvalidSize               | -1000000         |
        | 0  | buy | A   | 1@-0.01         |       |        | InvalidPrice              | -1000000         |
        # Five significant figures, wherever they stand.
        | 0  | buy | A   | 1@123.45        |       |        |                           |                  |
        | 0  | buy | A   | 1@123.456       |       |        | PriceOffTick              | 12345600000      |
        | 0  | buy | A   | 1@1234.56       |       |        | TooManySignificantFigures | 123456000000     |
        | 0  | buy | A   | 1@99999000      |       |        |                           |                  |
        | 0  | buy | A   | 1@100001        |       |        | TooManySignificantFigures |                  |
        | 0  | buy | A   | 1@1000000000    |       |        |                           |                  |
        | 0  | buy | A   | 1@1000010000    |       |        | Overflow                  |                  |
        # 64 bytes, not 64 letters.
        | 0  | buy | A   | 1@1             |       | x*64   |                           |                  |
        | 0  | buy | A   | 1@1             |       | é*32   |                           |                  |
        | 0  | buy | A   | 1@1             |       | é*33   | ClientIdTooLong           | 66               |
        | 5  | buy | A   | 1@1             | gtd@5 |        | InvalidExpiry             | 1767225600005    |
        | 5  | buy | A   | 1@1             | gtd   |        | InvalidExpiry             | 0                |
        | 5  | buy | A   | 1@1             | gtc@9 |        | InvalidExpiry             | 1767225600009    |
        | 5  | buy | A   | 1@1             | gtd@6 |        |                           |                  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Protection_and_data_commands_check_in_order(string target) => Scenario.Run(target, """
        | do                                    | who | of  | number | code               | first    | second        |
        | mmp -1/0/-1                           | A   | btc | 7      | InvalidSymbol      |          |               |
        | mmp 1/0/0                             | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp 1/1/-1                            | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp -0.000001/1/0                     | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp 1/253402300800000/0               | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp 1/1/253402300800000               | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp 0/3600001/0                       | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp -/3600000/0                       | A   | BTC | 7      | InvalidMmpConfig   |          |               |
        | mmp 0/3600000/0                       | A   | DOT | 7      | InvalidMmpConfig   |          |               |
        | mmp 0/3600000/253402300799999         | A   | BTC | 7      | InvalidConfigNonce | 7        | 1             |
        | mmp 0/3600000/253402300799999         | A   | BTC | 1      |                    |          |               |
        | mmpReset                              | A   | btc | 7      | InvalidSymbol      |          |               |
        | mmpReset                              | A   | BTC | 1      | InvalidConfigNonce | 1        | 2             |
        | mmpReset                              | A   | ETH | 2      | InvalidConfigNonce | 2        | 1             |
        | mmpReset                              | A   | ETH | 1      | UnknownMmpConfig   |          |               |
        | iv 20250230                           |     | btc |        | InvalidSymbol      |          |               |
        | iv 20250230                           |     | BTC |        | InvalidExpiry      | 20250230 | 1767225600000 |
        | iv 20260110                           |     | BTC |        | InvalidSurface     |          |               |
        | iv 20260110 100:0.5,100:0.6           |     | BTC |        | InvalidSurface     |          |               |
        | iv 20260110 100:0                     |     | BTC |        | InvalidSurface     |          |               |
        | iv 20260110 0:0.5                     |     | BTC |        | InvalidSurface     |          |               |
        | iv 20260110 110:0.5,100:0.6           |     | BTC |        |                    |          |               |
        | iv 19700101 110:0.5                   |     | BTC |        |                    |          |               |
        | trading All                           |     | btc |        | InvalidSymbol      |          |               |
        | tier -1,0                             | A   |     |        | InvalidTier        |          |               |
        | tier 0,-1                             | A   |     |        | InvalidTier        |          |               |
        | cancelAllAfter 251635075199999        | A   |     |        |                    |          |               |
        | cancelAllAfter 251635075200000        | A   |     |        | Overflow           |          |               |
        """);
}
