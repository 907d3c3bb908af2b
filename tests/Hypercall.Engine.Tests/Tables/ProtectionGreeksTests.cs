namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Market-maker protection by delta and vega (engine.md §9, the venues' rules of the reference). L and M are the call
/// and the put at 100 that expire 365 days and 8 hours after the table's start: at 7,200,000 ms one year of 365.25 days
/// is left. At an index of 100 and a volatility of 0.2, d1 = 0.1 and per contract
/// delta of L = N(0.1) = 0.53982784, of M = N(0.1) − 1 = −0.46017216, vega of both = 100 × φ(0.1) / 100 = 0.39695255.
/// </summary>
public sealed class ProtectionGreeksTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Delta_exceeds_its_limit(string target) => Scenario.Run(target, """
        | at      | do                        | who | symbol | terms    | flags | events                                       |
        | 7200000 | create                    |     | L      |          |       |                                              |
        | 7200000 | index 100                 |     |        |          |       |                                              |
        | 7200000 | iv 20270101 100:0.2       |     |        |          |       |                                              |
        # 2 × 0.53982784 = 1.07965568 is the limit itself.
        | 7200000 | mmp -,1.07965568/1000/50  | A   |        |          |       |                                              |
        | 7200000 | sell                      | A   | L      | 5@10     | m     |                                              |
        | 7200000 | buy                       | B   | L      | 2@10     |       | !MmpTriggered                                |
        | 7200000 | buy                       | B   | L      | 0.01@10  |       |                                              |
          > MmpTriggered wallet=A underlying=BTC cause=Delta frozenUntil=7200050; OrderUpdated order=1 status=Canceled reason=Mmp
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Delta_reaches_its_limit(string target) => Scenario.Run(target, """
        | at      | do                        | who | symbol | terms    | flags | events                    |
        | 7200000 | rules breach=Reaches      |     |        |          |       |                           |
        | 7200000 | create                    |     | L      |          |       |                           |
        | 7200000 | index 100                 |     |        |          |       |                           |
        | 7200000 | iv 20270101 100:0.2       |     |        |          |       |                           |
        | 7200000 | mmp -,1.07965568/1000/50  | A   |        |          |       |                           |
        | 7200000 | buy                       | A   | L      | 5@10     | m     |                           |
        # 1.99 × 0.53982784 = 1.0742574016 is below, 2 × it is the limit; a buyer's delta is positive, its size counts.
        | 7200000 | sell                      | B   | L      | 1.99@10  |       | !MmpTriggered             |
        | 7200000 | sell                      | B   | L      | 0.01@10  |       | MmpTriggered cause=Delta  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Vega_exceeds_or_reaches_its_limit(string target) => Scenario.Run(target, """
        | at      | do                         | who | symbol | terms    | flags | number | events                                     |
        | 7200000 | create                     |     | M      |          |       |        |                                            |
        | 7200000 | index 100                  |     |        |          |       |        |                                            |
        | 7200000 | iv 20270101 100:0.2        |     |        |          |       |        |                                            |
        # 2 × 0.39695255 = 0.7939051.
        | 7200000 | mmp -,-,0.7939051/1000/50  | A   |        |          |       | 1      |                                            |
        | 7200000 | sell                       | A   | M      | 9@10     | m     |        |                                            |
        | 7200000 | buy                        | B   | M      | 2@10     |       |        | !MmpTriggered                              |
        | 7200000 | buy                        | B   | M      | 0.01@10  |       |        | MmpTriggered cause=Vega                    |
        | 7200000 | mmpReset                   | A   |        |          |       | 2      |                                            |
        | 7200000 | rules breach=Reaches       |     |        |          |       |        |                                            |
        | 7200000 | sell                       | A   | M      | 9@10     | m     |        |                                            |
        | 7200000 | buy                        | B   | M      | 1.99@10  |       |        | !MmpTriggered                              |
        | 7200000 | buy                        | B   | M      | 0.01@10  |       |        | MmpTriggered cause=Vega                    |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Delta_and_vega_are_signed_and_quantity_is_not(string target) => Scenario.Run(target, """
        | at      | do                              | who | symbol | terms  | flags | events                      |
        | 7200000 | create                          |     | L      |        |       |                             |
        | 7200000 | create                          |     | M      |        |       |                             |
        | 7200000 | index 100                       |     |        |        |       |                             |
        | 7200000 | iv 20270101 100:0.2             |     |        |        |       |                             |
        # Selling and buying 3 L nets to nothing, quantity 6 is its limit.
        | 7200000 | mmp 6,1.7,1.2/1000/50           | A   |        |        |       |                             |
        | 7200000 | sell                            | A   | L      | 9@10   | m     |                             |
        | 7200000 | buy                             | A   | L      | 9@9    | m     |                             |
        | 7200000 | buy                             | B   | L      | 3@10   |       | !MmpTriggered               |
        | 7200000 | sell                            | B   | L      | 3@9    |       | !MmpTriggered               |
        | 7200000 | buy                             | B   | L      | 0.01@10 |      | MmpTriggered cause=Quantity |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_short_put_has_positive_delta(string target) => Scenario.Run(target, """
        | at      | do                        | who | symbol | terms    | flags | events                    |
        | 7200000 | create                    |     | L      |          |       |                           |
        | 7200000 | create                    |     | M      |          |       |                           |
        | 7200000 | index 100                 |     |        |          |       |                           |
        | 7200000 | iv 20270101 100:0.2       |     |        |          |       |                           |
        | 7200000 | mmp -,0.6/1000/50         | A   |        |          |       |                           |
        | 7200000 | sell                      | A   | L      | 9@10     | m     |                           |
        | 7200000 | sell                      | A   | M      | 9@10     | m     |                           |
        # −0.53982784 + 0.46017216 = −0.07965568; one more call: −0.61948352.
        | 7200000 | buy                       | B   | L      | 1@10     |       | !MmpTriggered             |
        | 7200000 | buy                       | B   | M      | 1@10     |       | !MmpTriggered             |
        | 7200000 | buy                       | B   | L      | 1@10     |       | MmpTriggered cause=Delta  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Greeks_are_those_of_the_fill_and_are_never_made_anew(string target) => Scenario.Run(target, """
        | at      | do                        | who | symbol | terms    | flags | events                    |
        | 7200000 | create                    |     | L      |          |       |                           |
        | 7200000 | index 100                 |     |        |          |       |                           |
        | 7200000 | iv 20270101 100:0.2       |     |        |          |       |                           |
        | 7200000 | mmp -,1.6/1000/50         | A   |        |          |       |                           |
        | 7200000 | sell                      | A   | L      | 9@10     | m     |                           |
        | 7200000 | buy                       | B   | L      | 1@10     |       | !MmpTriggered             |
        # At an index of 100,000 delta is 1: 0.53982784 + 1 is within the limit, as 2 × 1 would not be.
        | 7200000 | index 100000 force        |     |        |          |       |                           |
        | 7200000 | buy                       | B   | L      | 1@10     |       | !MmpTriggered             |
        | 7200000 | buy                       | B   | L      | 0.06@10  |       | !MmpTriggered             |
        | 7200000 | buy                       | B   | L      | 0.01@10  |       | MmpTriggered cause=Delta  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Missing_greeks_breach_a_greek_limit_only(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | flags | number | events                               |
        | 0  | create                  |     | L      |       |       |        |                                      |
        | 0  | mmp 5/1000/50           | A   |        |       |       | 1      |                                      |
        | 0  | sell                    | A   | L      | 9@10  | m     |        |                                      |
        | 0  | buy                     | B   | L      | 1@10  |       |        | !MmpTriggered                        |
        # A vega limit in mid-window keeps the totals; the next fill has no greeks: neither index nor surface.
        | 0  | mmp 5,-,100/1000/50     | A   |        |       |       | 2      |                                      |
        | 0  | buy                     | B   | L      | 1@10  |       |        | MmpTriggered cause=GreeksUnavailable |
        | 60 | sell                    | A   | L      | 9@10  | m     |        |                                      |
        # Quantity comes first.
        | 60 | buy                     | B   | L      | 6@10  |       |        | MmpTriggered cause=Quantity          |
        | 120 | index 100              |     |        |       |       |        |                                      |
        | 120 | sell                   | A   | L      | 9@10  | m     |        |                                      |
        | 120 | buy                    | B   | L      | 1@10  |       |        | MmpTriggered cause=GreeksUnavailable |
        | 180 | iv 20270101 100:0.2    |     |        |       |       |        |                                      |
        | 180 | sell                   | A   | L      | 9@10  | m     |        |                                      |
        | 180 | buy                    | B   | L      | 1@10  |       |        | !MmpTriggered                        |
        # Both older than maxPriceAgeMs = 60,000: absent.
        | 60181 | buy                  | B   | L      | 1@10  |       |        | MmpTriggered cause=GreeksUnavailable |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_sweep_through_three_of_the_makers_orders_stops_at_the_breach(string target) => Scenario.Run(target, """
        | at      | do                    | who | symbol | terms   | flags | events |
        | 7200000 | create                |     | L      |         |       |        |
        | 7200000 | index 100             |     |        |         |       |        |
        | 7200000 | iv 20270101 100:0.2   |     |        |         |       |        |
        # 1 + 1 L: 1.07965568 > 1: the second fill breaches, the third order is gone before the sweep comes to it.
        | 7200000 | mmp -,1/1000/50       | A   |        |         |       |        |
        | 7200000 | sell                  | A   | L      | 1@10    | m     |        |
        | 7200000 | sell                  | A   | L      | 1.5@11  | m     |        |
        | 7200000 | sell                  | A   | L      | 1@12    | m     |        |
        | 7200000 | sell                  | D   | L      | 1@13    |       |        |
        | 7200000 | buy                   | B   | L      | 2@11    |       |        |
          > Filled makerOrder=1 size=1; Filled makerOrder=2 size=1; MmpTriggered wallet=A cause=Delta;
          > OrderUpdated order=2 remaining=0.5 status=Canceled reason=Mmp; OrderUpdated order=3 status=Canceled reason=Mmp;
          > OrderUpdated order=5 status=Filled
        | 7200050 | sell                  | A   | L      | 1@10    | m     |        |
        | 7200050 | sell                  | A   | L      | 1@11    | m     |        |
        | 7200050 | sell                  | A   | L      | 1@12    | m     |        |
        # The sweep of 4 fills 1 and 1, jumps over the third, and goes on with D's.
        | 7200050 | buy                   | B   | L      | 4@13    |       |        |
          > Filled makerOrder=6; Filled makerOrder=7; MmpTriggered wallet=A; OrderUpdated order=8 reason=Mmp;
          > Filled makerOrder=4 size=1; OrderUpdated order=9 filled=3 remaining=1 status=PartiallyFilled
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Greeks_leave_the_window_to_the_millisecond(string target) => Scenario.Run(target, """
        | at      | do                   | who | symbol | terms  | flags | events                                |
        | 7200000 | create               |     | L      |        |       |                                       |
        | 7200000 | index 100            |     |        |        |       |                                       |
        | 7200000 | iv 20270101 100:0.2  |     |        |        |       |                                       |
        | 7200000 | mmp -,1/100/50       | A   |        |        |       |                                       |
        | 7200000 | sell                 | A   | L      | 9@10   | m     |                                       |
        | 7200000 | buy                  | B   | L      | 1@10   |       | !MmpTriggered                         |
        # At age 100 the first is out; at age 99 the second is still in.
        | 7200100 | buy                  | B   | L      | 1@10   |       | !MmpTriggered                         |
        | 7200199 | buy                  | B   | L      | 1@10   |       | MmpTriggered cause=Delta              |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fixed_window_counts_greeks_until_its_end(string target) => Scenario.Run(target, """
        | at      | do                   | who | symbol | terms  | flags | events                   |
        | 7200000 | rules window=Fixed   |     |        |        |       |                          |
        | 7200000 | create               |     | L      |        |       |                          |
        | 7200000 | index 100            |     |        |        |       |                          |
        | 7200000 | iv 20270101 100:0.2  |     |        |        |       |                          |
        | 7200000 | mmp -,-,0.7/100/50   | A   |        |        |       |                          |
        | 7200000 | sell                 | A   | L      | 9@10   | m     |                          |
        | 7200000 | buy                  | B   | L      | 1@10   |       |                          |
        # 7,200,100 opens a new window; 99 ms later 2 × 0.397 > 0.7.
        | 7200100 | buy                  | B   | L      | 1@10   |       | !MmpTriggered            |
        | 7200199 | buy                  | B   | L      | 1@10   |       | MmpTriggered cause=Vega  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Fill_or_kill_sees_the_breach_by_delta(string target) => Scenario.Run(target, """
        | at      | do                   | who | symbol | terms | tif | flags | code                 | events             |
        | 7200000 | create               |     | L      |       |     |       |                      |                    |
        | 7200000 | index 100            |     |        |       |     |       |                      |                    |
        | 7200000 | iv 20270101 100:0.2  |     |        |       |     |       |                      |                    |
        | 7200000 | mmp -,0.5/1000/50    | A   |        |       |     |       |                      |                    |
        | 7200000 | sell                 | A   | L      | 1@10  |     | m     |                      |                    |
        | 7200000 | sell                 | A   | L      | 1@11  |     | m     |                      |                    |
        | 7200000 | sell                 | D   | L      | 1@12  |     |       |                      |                    |
        # 0.54 > 0.5 with the first order: the second goes, so that 2 of the 3 can be had.
        | 7200000 | buy                  | B   | L      | 3@12  | fok |       | FillOrKillUnfillable |                    |
        | 7200000 | buy                  | B   | L      | 2@12  | fok |       |                      |                    |
          > Filled makerOrder=1; MmpTriggered wallet=A cause=Delta; OrderUpdated order=2 reason=Mmp; Filled makerOrder=3
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fill_or_kill_counts_its_own_delta_with_its_sign(string target) => Scenario.Run(target, """
        | at      | do                   | who | symbol | terms | tif | flags | code                 | events |
        | 7200000 | create               |     | L      |       |     |       |                      |        |
        | 7200000 | index 100            |     |        |       |     |       |                      |        |
        | 7200000 | iv 20270101 100:0.2  |     |        |       |     |       |                      |        |
        | 7200000 | mmp -,0.6/1000/50    | B   |        |       |     |       |                      |        |
        | 7200000 | buy                  | C   | L      | 1@9   |     |       |                      |        |
        | 7200000 | sell                 | B   | L      | 1@9   |     | m     |                      | Filled |
        # -0.54 + 2 x 0.54 is within the limit, so that the third can be had; -0.54 - 2 x 0.54 is not.
        | 7200000 | sell                 | A   | L      | 2@10  |     |       |                      |        |
        | 7200000 | sell                 | A   | L      | 1@11  |     |       |                      |        |
        | 7200000 | buy                  | C   | L      | 2@8   |     |       |                      |        |
        | 7200000 | buy                  | C   | L      | 1@7   |     |       |                      |        |
        | 7200000 | sell                 | B   | L      | 3@7   | fok | m     | FillOrKillUnfillable |        |
        | 7200000 | buy                  | B   | L      | 3@11  | fok | m     |                      |        |
          > Filled price=10 size=2; Filled price=11 size=1
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fill_or_kill_counts_its_makers_delta_with_its_sign(string target) => Scenario.Run(target, """
        | at      | do                   | who | symbol | terms | tif | flags | events |
        | 7200000 | create               |     | L      |       |     |       |        |
        | 7200000 | index 100            |     |        |       |     |       |        |
        | 7200000 | iv 20270101 100:0.2  |     |        |       |     |       |        |
        | 7200000 | mmp -,0.6/1000/50    | A   |        |       |     |       |        |
        | 7200000 | buy                  | A   | L      | 1@9   |     | m     |        |
        | 7200000 | sell                 | B   | L      | 1@9   |     |       | Filled |
        # 0.54 - 2 x 0.54 is within the limit, so that the second order can be had; 0.54 + 2 x 0.54 is not.
        | 7200000 | sell                 | A   | L      | 2@10  |     | m     |        |
        | 7200000 | sell                 | A   | L      | 1@11  |     | m     |        |
        | 7200000 | buy                  | B   | L      | 3@11  | fok |       |        |
          > Filled price=10 size=2; Filled price=11 size=1
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Only_protected_fills_on_the_underlying_count(string target) => Scenario.Run(target, """
        | do              | who | symbol | terms | flags | number | events                      |
        | mmp 2/100/50    | A   |        |       |       | 1      |                             |
        | sell            | A   | E      | 9@10  | m     |        |                             |
        | buy             | B   | E      | 9@10  |       |        | !MmpTriggered               |
        | sell            | A   | C      | 9@10  |       |        |                             |
        | buy             | B   | C      | 9@10  |       |        | !MmpTriggered               |
        # A buy of 1 and a sell of 1 make 2; a reset keeps the configuration and forgets the totals.
        | sell            | A   | C      | 9@10  | m     |        |                             |
        | buy             | A   | C      | 9@9   | m     |        |                             |
        | buy             | B   | C      | 1@10  |       |        | !MmpTriggered               |
        | sell            | B   | C      | 1@9   |       |        | !MmpTriggered               |
        | mmpReset        | A   |        |       |       | 2      | MmpConfigChanged wallet=A   |
        | buy             | B   | C      | 2@10  |       |        | !MmpTriggered               |
        | sell            | B   | C      | 0.01@9 |      |        | MmpTriggered cause=Quantity |
        """);
}
