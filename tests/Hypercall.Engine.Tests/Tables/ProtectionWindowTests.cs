namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Market-maker protection at the edges of its window, to the millisecond, with both comparisons and both windows.
/// <c>mmp limit/interval/frozen</c> configures it.
/// </summary>
public sealed class ProtectionWindowTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Exceeds_needs_more_than_the_limit(string target) => Scenario.Run(target, """
        | at | do           | who | terms    | flags | events                                   |
        | 0  | mmp 2/100/50 | A   |          |       | MmpConfigChanged wallet=A underlying=BTC |
        | 0  | sell         | A   | 2@100    | m     |                                          |
        | 0  | sell         | A   | 0.01@101 | m     |                                          |
        | 0  | sell         | A   | 9@102    | m     |                                          |
        | 0  | sell         | A   | 9@103    |       |                                          |
        # 2 is the limit, not beyond it; 0.01 more trips it, and the rest of the sweep meets the plain order only.
        | 0  | buy          | B   | 2@100    |       | Filled size=2; !MmpTriggered             |
        | 0  | buy          | B   | 1@103    |       |                                          |
          > Filled price=101 size=0.01; OrderUpdated order=2 status=Filled;
          > MmpTriggered wallet=A underlying=BTC cause=Quantity frozenUntil=50;
          > OrderUpdated order=3 status=Canceled reason=Mmp; Filled price=103 size=0.99
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Reaches_needs_the_limit_itself(string target) => Scenario.Run(target, """
        | at | do                   | who | terms    | flags | code      | first         | events        |
        | 0  | rules breach=Reaches |     |          |       |           |               |               |
        | 0  | mmp 2/100/50         | A   |          |       |           |               |               |
        | 0  | sell                 | A   | 3@100    | m     |           |               |               |
        | 0  | buy                  | B   | 1.99@100 |       |           |               | !MmpTriggered |
        # The breaching fill stands, the order's remainder goes.
        | 0  | buy                  | B   | 0.01@100 |       |           |               |               |
          > Filled size=0.01; OrderUpdated order=1 filled=2 status=PartiallyFilled; MmpTriggered frozenUntil=50;
          > OrderUpdated order=1 remaining=1 status=Canceled reason=Mmp
        # Frozen until 50, exclusive; plain orders pass.
        | 49 | sell                 | A   | 1@100    | m     | MmpFrozen | 1767225600050 |               |
        | 49 | sell                 | A   | 1@100    |       |           |               |               |
        | 50 | sell                 | A   | 1@100    | m     |           |               |               |
        # The totals were cleared by the breach: 1.99 pass again.
        | 50 | buy                  | B   | 2@100    |       |           |               | !MmpTriggered |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_record_leaves_the_rolling_window_when_its_age_reaches_the_interval(string target) =>
        Scenario.Run(target, """
            | at  | do           | who | terms    | flags | events                       |
            | 0   | mmp 2/100/50 | A   |          |       |                              |
            | 0   | sell         | A   | 99@100   | m     |                              |
            | 0   | buy          | B   | 1@100    |       |                              |
            | 40  | buy          | B   | 1@100    |       | !MmpTriggered                |
            # At 100 the fill of 0 is out, that of 40 is in: 1 + 1.
            | 100 | buy          | B   | 1@100    |       | !MmpTriggered                |
            # At 139 those of 40 and 100 are in: 2 + 0.01 is beyond the limit. At 140 it would not be.
            | 139 | buy          | B   | 0.01@100 |       | MmpTriggered frozenUntil=189 |
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void One_millisecond_later_the_record_is_out(string target) => Scenario.Run(target, """
        | at  | do           | who | terms  | flags | events        |
        | 0   | mmp 2/100/50 | A   |        |       |               |
        | 0   | sell         | A   | 99@100 | m     |               |
        | 40  | buy          | B   | 1@100  |       |               |
        | 100 | buy          | B   | 1@100  |       |               |
        | 140 | buy          | B   | 1@100  |       | !MmpTriggered |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fixed_window_opens_with_its_first_fill_and_ends_whole(string target) => Scenario.Run(target, """
        | at  | do                 | who | terms    | flags | events        |
        | 0   | rules window=Fixed |     |          |       |               |
        | 0   | mmp 2/100/50       | A   |          |       |               |
        | 0   | sell               | A   | 99@100   | m     |               |
        | 30  | buy                | B   | 1@100    |       |               |
        | 129 | buy                | B   | 1@100    |       | !MmpTriggered |
        # 130 = 30 + 100 opens a new window; it forgets the fill of 129 too.
        | 130 | buy                | B   | 2@100    |       | !MmpTriggered |
        | 229 | buy                | B   | 0.01@100 |       | MmpTriggered  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_frozen_time_of_zero_lasts_until_the_reset(string target) => Scenario.Run(target, """
        | at     | do          | who | terms | flags | number | code               | first | second | events        |
        | 0      | mmpReset    | A   |       |       | 2      | InvalidConfigNonce | 2     | 1      |               |
        | 0      | mmpReset    | A   |       |       | 1      | UnknownMmpConfig   |       |        |               |
        | 0      | mmp 1/100/0 | A   |       |       | 2      | InvalidConfigNonce | 2     | 1      |               |
        | 0      | mmp 1/100/0 | A   |       |       | 1      |                    |       |        |               |
        | 0      | sell        | A   | 2@100 | m     |        |                    |       |        |               |
        | 0      | buy         | B   | 2@100 |       |        |                    |       |        |               |
          > MmpTriggered frozenUntil=
        | 999999 | sell        | A   | 1@100 | m     |        | MmpFrozen          | 0     |        |               |
        # A new configuration keeps the freeze, a reset ends it, and disabling does too.
        | 999999 | mmp 1/100/7 | A   |       |       | 2      |                    |       |        |               |
        | 999999 | sell        | A   | 1@100 | m     |        | MmpFrozen          | 0     |        |               |
        | 999999 | mmpReset    | A   |       |       | 3      |                    |       |        |               |
          > MmpConfigChanged wallet=A
        | 999999 | sell        | A   | 2@100 | m     |        |                    |       |        |               |
        | 999999 | buy         | B   | 2@100 |       |        |                    |       |        |               |
          > MmpTriggered frozenUntil=1000006
        | 999999 | mmp off     | A   |       |       | 4      |                    |       |        |               |
        # Without an enabled configuration the flag means nothing.
        | 999999 | sell        | A   | 9@100 | m     |        |                    |       |        |               |
        | 999999 | buy         | B   | 9@100 |       |        |                    |       |        | !MmpTriggered |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_takers_own_breach_stops_its_sweep(string target) => Scenario.Run(target, """
        | do           | who | symbol | terms   | tif | flags | code                 | events |
        | mmp 2/100/50 | B   |        |         |     |       |                      |        |
        | sell         | A   | C      | 2@100   |     |       |                      |        |
        | sell         | A   | C      | 1@101   |     |       |                      |        |
        | sell         | A   | C      | 1@102   |     |       |                      |        |
        | buy          | B   | P      | 1@50    |     | m     |                      |        |
        # Fill or kill: the fill that breaches leaves 0.5 unfilled; one that ends with the breach fills whole.
        | buy          | B   | C      | 3.5@102 | fok | m     | FillOrKillUnfillable |        |
        | buy          | B   | C      | 4@102   |     | m     |                      |        |
          > Filled price=100 size=2; Filled price=101 size=1; MmpTriggered wallet=B; OrderUpdated order=4 reason=Mmp;
          > OrderUpdated order=5 filled=3 remaining=1 status=Canceled reason=Mmp; !Filled price=102
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Fill_or_kill_fills_whole_when_its_last_fill_breaches(string target) => Scenario.Run(target, """
        | do           | who | terms | tif | flags | events |
        | mmp 2/100/50 | B   |       |     |       |        |
        | sell         | A   | 2@100 |     |       |        |
        | sell         | A   | 1@101 |     |       |        |
        | buy          | B   | 3@102 | fok | m     |        |
          > MmpTriggered wallet=B; OrderUpdated order=3 filled=3 status=Filled reason=None
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_makers_breach_takes_its_other_orders_out_of_a_fill_or_kill(string target) => Scenario.Run(target, """
        | do           | who | terms | tif | flags | code                 | events |
        | mmp 1/100/50 | A   |       |     |       |                      |        |
        | sell         | A   | 2@100 |     | m     |                      |        |
        | sell         | A   | 2@101 |     | m     |                      |        |
        | sell         | C   | 1@102 |     |       |                      |        |
        # 2 at 100, then order 2 is gone, 1 at 102.
        | buy          | B   | 4@102 | fok |       | FillOrKillUnfillable |        |
        | buy          | B   | 3@102 | fok |       |                      |        |
          > Filled price=100 size=2; MmpTriggered wallet=A; OrderUpdated order=2 reason=Mmp; Filled price=102 size=1
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Both_sides_breach_the_maker_first(string target) => Scenario.Run(target, """
        | do           | who | symbol | terms | flags | events |
        | mmp 0/100/50 | A   |        |       |       |        |
        | mmp 0/100/60 | B   |        |       |       |        |
        | sell         | A   | C      | 2@100 | m     |        |
        | sell         | A   | P      | 1@200 | m     |        |
        | sell         | A   | E      | 1@200 | m     |        |
        | buy          | B   | P      | 1@10  | m     |        |
        | buy          | B   | C      | 1@100 | m     |        |
          > Filled; OrderUpdated order=1 status=PartiallyFilled; MmpTriggered wallet=A frozenUntil=50;
          > OrderUpdated order=1 status=Canceled reason=Mmp; OrderUpdated order=2 reason=Mmp;
          > MmpTriggered wallet=B frozenUntil=60; OrderUpdated order=4 reason=Mmp; OrderUpdated order=5 status=Filled;
          > !OrderUpdated order=3
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_is_switched_on_needs_an_instrument_an_interval_and_a_limit(string target) => Scenario.Run(target, """
        | do                      | who | of  | number | code             | first |
        | mmp 1/3600001/0         | A   | BTC |        | InvalidMmpConfig |       |
        | rules mmpInterval=1000  |     |     |        |                  |       |
        | mmp 1/1001/0            | A   | BTC |        | InvalidMmpConfig |       |
        | mmp -/1000/0            | A   | BTC |        | InvalidMmpConfig |       |
        | mmp 1/1000/0            | A   | DOT |        | InvalidMmpConfig |       |
        | mmp 1/1000/0            | A   | BTC | 1      |                  |       |
        | mmp -,0/1000/0          | A   | ETH | 1      |                  |       |
        | mmp off                 | A   | DOT | 1      |                  |       |
        | mmp off                 | A   | BTC | 2      |                  |       |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Two_oldest_records_become_one_with_the_later_time(string target) => Scenario.Run(target, """
        | at  | do                 | who | terms    | flags | events                       |
        | 0   | rules mmpRecords=2 |     |          |       |                              |
        | 0   | mmp 3/100/50       | A   |          |       |                              |
        | 0   | sell               | A   | 99@100   | m     |                              |
        | 0   | buy                | B   | 1@100    |       |                              |
        | 10  | buy                | B   | 0.4@100  |       |                              |
        | 10  | buy                | B   | 0.6@100  |       |                              |
        | 20  | buy                | B   | 1@100    |       | !MmpTriggered                |
        # The fill of 0 has joined those of 10: at 109 both are still in, at 110 both are out.
        | 109 | buy                | B   | 0.01@100 |       | MmpTriggered frozenUntil=159 |
        | 159 | sell               | A   | 99@100   | m     |                              |
        | 159 | buy                | B   | 1@100    |       |                              |
        | 169 | buy                | B   | 1@100    |       |                              |
        | 179 | buy                | B   | 1@100    |       |                              |
        | 269 | buy                | B   | 2@100    |       | !MmpTriggered                |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_fixed_window_ends_when_it_would_however_many_records_become_one(string target) => Scenario.Run(
        target, """
        | at  | do                              | who | terms   | flags | events        |
        | 0   | rules mmpRecords=2 window=Fixed |     |         |       |               |
        | 0   | mmp 3/100/50                    | A   |         |       |               |
        | 0   | sell                            | A   | 99@100  | m     |               |
        | 10  | buy                             | B   | 1@100   |       |               |
        | 40  | buy                             | B   | 1@100   |       |               |
        | 70  | buy                             | B   | 1@100   |       | !MmpTriggered |
        # The window of 10 is over at 110, the fill of then is the first of the next one.
        | 110 | buy                             | B   | 1@100   |       | !MmpTriggered |
        | 140 | buy                             | B   | 2@100   |       | !MmpTriggered |
        | 209 | buy                             | B   | 0.1@100 |       | MmpTriggered  |
        """);
}
