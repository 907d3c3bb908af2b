namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// The state machine of liquidation and its detection (engine.md §12). C is expired early, so that its mark is its
/// intrinsic value on the index and the maintenance margin of a short is that mark: at an index of 151 it is 51 a
/// contract.
/// </summary>
public sealed class LiquidationTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void From_healthy_over_a_grace_into_liquidation(string target) => Scenario.Run(target, """
        | at   | do                        | who | symbol | terms | number | code                  | events |
        | 0    | deposit 40                | A   |        |       | bank 1 |                       |        |
        | 0    | sell                      | A   | C      | 1@10  |        |                       |        |
        | 0    | buy                       | B   | C      | 1@10  |        |                       |        |
        | 0    | buy                       | A   | P      | 2@1   |        |                       |        |
        | 0    | sell                      | B   | P      | 2@1   |        |                       |        |
        | 0    | deposit 1000              | B   |        |       | bank 2 |                       |        |
        # Orders 5 to 7; A has 40 + 10 − 2 = 48.
        | 0    | sell                      | A   | E      | 1@7   |        |                       |        |
        | 0    | sell                      | A   | P      | 1@9   |        |                       |        |
        | 0    | buy                       | B   | P      | 1@1   |        |                       |        |
        | 0    | expire                    |     | C      |       |        |                       |        |
        | 0    | rules margin=on grace=1000 |    |        |       |        |                       |        |
        # 48 is not below 48.
        | 0    | index 148                 |     |        |       |        |                       | !LiquidationStateChanged |
        | 10   | index 148.01              |     |        |       |        |                       |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; !OrderUpdated
        # Only what reduces risk: it is long 2 P with 1 already offered. Missing marks do not stop it.
        | 20   | buy                       | A   | P      | 1@1   |        | LiquidationRestricted |        |
        | 20   | sell                      | A   | P      | 1.5@8 |        | LiquidationRestricted |        |
        | 20   | sell                      | A   | P      | 1@8   |        |                       |        |
        | 20   | withdraw 1                | A   |        |       | bank 3 | LiquidationRestricted |        |
        | 20   | margin Portfolio          | A   |        |       |        | LiquidationRestricted |        |
        | 20   | optionOut 1               | A   | P      |       | bank 4 | LiquidationRestricted |        |
        # The grace ends at 1,010.
        | 1009 | tick                      |     |        |       |        |                       | !LiquidationStateChanged |
        | 1010 | tick                      |     |        |       |        |                       |        |
          > LiquidationStateChanged wallet=A state=InLiquidation; OrderUpdated order=5 status=Canceled reason=Liquidation;
          > OrderUpdated order=6 status=Canceled reason=Liquidation; OrderUpdated order=8 status=Canceled reason=Liquidation;
          > BookChanged symbol=P asks=8:0,9:0; BookChanged symbol=E asks=7:0; !OrderUpdated order=7
        | 1011 | sell                      | A   | P      | 1@8   |        | LiquidationRestricted |        |
        # No way back by itself; a command may set any state.
        | 1012 | index 101                 |     |        |       |        |                       | !LiquidationStateChanged |
        | 1012 | tick                      |     |        |       |        |                       | !LiquidationStateChanged |
        | 1013 | state Liquidated          | A   |        |       |        |                       | LiquidationStateChanged wallet=A state=Liquidated |
        | 1013 | buy                       | A   | P      | 1@1   |        | LiquidationRestricted |        |
        | 1013 | state Healthy             | A   |        |       |        |                       | LiquidationStateChanged wallet=A state=Healthy |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Back_to_healthy_on_recovery_within_the_grace_and_after(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | terms | number | events |
        | 0    | deposit 40                 | A   |        |       | bank 1 |        |
        | 0    | deposit 40                 | B   |        |       | bank 2 |        |
        | 0    | sell                       | A   | C      | 1@10  |        |        |
        | 0    | buy                        | B   | C      | 1@10  |        |        |
        | 0    | expire                     |     | C      |       |        |        |
        | 0    | rules margin=on grace=1000 |     |        |       |        |        |
        | 0    | index 151                  |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 500  | index 150                  |     |        |       |        | LiquidationStateChanged wallet=A state=Healthy |
        | 600  | index 151                  |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        # A deposit is seen by the next tick.
        | 700  | deposit 1                  | A   |        |       | bank 3 | !LiquidationStateChanged |
        | 701  | tick                       |     |        |       |        | LiquidationStateChanged wallet=A state=Healthy |
        | 800  | index 152                  |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        # 1,800: the grace is over, but so is the shortfall.
        | 1799 | deposit 1                  | A   |        |       | bank 4 |        |
        | 1800 | deposit 1                  | B   |        |       | bank 5 | LiquidationStateChanged wallet=A state=Healthy |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_end_of_a_grace_queues_the_wallet_for_any_command(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | terms | number | code         | events |
        | 0    | sell                       | A   | C      | 1@10  |        |              |        |
        | 0    | buy                        | B   | C      | 1@10  |        |              |        |
        | 0    | deposit 40                 | B   |        |       | bank 1 |              |        |
        | 0    | expire                     |     | C      |       |        |              |        |
        | 0    | rules margin=on grace=1000 |     |        |       |        |              |        |
        | 0    | index 111                  |     |        |       |        |              | LiquidationStateChanged wallet=A state=PreLiquidation |
        # A rejected command advances time but examines nothing.
        | 1000 | deposit 0                  | B   |        |       | bank 9 | InvalidAmount | !LiquidationStateChanged |
        | 1000 | deposit 1                  | B   |        |       | bank 10 |             | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Without_a_grace_the_second_examination_liquidates(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | number | events |
        | 0  | sell                    | A   | C      | 1@10  |        |        |
        | 0  | buy                     | B   | C      | 1@10  |        |        |
        | 0  | deposit 40              | B   |        |       | bank 1 |        |
        | 0  | expire                  |     | C      |       |        |        |
        | 0  | rules margin=on grace=0 |     |        |       |        |        |
        | 0  | index 111               |     |        |       |        |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; !LiquidationStateChanged state=InLiquidation
        | 0  | index 112               |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Every_accepted_command_examines_a_few_in_the_order_of_the_queue(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | number | request | code               | events |
        | 0  | sell                    | D   | C      | 1@10  |        |         |                    |        |
        | 0  | sell                    | A   | C      | 1@10  |        |         |                    |        |
        | 0  | sell                    | F   | C      | 1@10  |        |         |                    |        |
        | 0  | sell                    | B   | C      | 1@10  |        |         |                    |        |
        | 0  | buy                     | Z   | C      | 4@10  |        |         |                    |        |
        | 0  | deposit 100             | Z   |        |       | bank 1 |         |                    |        |
        | 0  | expire                  |     | C      |       |        |         |                    |        |
        | 0  | rules margin=on checks=1 |    |        |       |        |         |                    |        |
        # A, B, D, F, Z by address; the price examines A.
        | 0  | index 111               |     |        |       |        |         |                    |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; !LiquidationStateChanged wallet=B
        | 0  | deposit 0               | Z   |        |       | bank 2 |         | InvalidAmount      | !LiquidationStateChanged |
        | 0  | deposit 1               | Z   |        |       | bank 3 | 7       |                    | LiquidationStateChanged wallet=B; !LiquidationStateChanged wallet=D |
        # A duplicate examines nothing.
        | 0  | deposit 1               | Z   |        |       | bank 3 | 7       |                    | !LiquidationStateChanged |
        # D, F and Z keep their places, A and B join behind them; D sees a mark of 10 against its cash of 10.
        | 0  | index 110               |     |        |       |        |         |                    | !LiquidationStateChanged |
        | 0  | index 112               |     |        |       |        |         |                    | LiquidationStateChanged wallet=F state=PreLiquidation |
        # Z is examined; then A and B, which are back at 109.
        | 0  | index 109               |     |        |       |        |         |                    | !LiquidationStateChanged |
        | 0  | deposit 1               | Z   |        |       | bank 4 |         |                    | LiquidationStateChanged wallet=A state=Healthy; !LiquidationStateChanged wallet=B |
        | 0  | deposit 1               | Z   |        |       | bank 5 |         |                    | LiquidationStateChanged wallet=B state=Healthy |
        # After D, which joined with 112: F, which joined with 109.
        | 0  | deposit 1               | Z   |        |       | bank 6 |         |                    | !LiquidationStateChanged |
        | 0  | deposit 1               | Z   |        |       | bank 7 |         |                    | LiquidationStateChanged wallet=F state=Healthy |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_bulk_is_accepted_and_a_tick_empties_the_queue(string target) => Scenario.Run(target, """
        | at | do                       | who | symbol | terms | number | events |
        | 0  | sell                     | D   | C      | 1@10  |        |        |
        | 0  | sell                     | A   | C      | 1@10  |        |        |
        | 0  | sell                     | F   | C      | 1@10  |        |        |
        | 0  | buy                      | Z   | C      | 3@10  |        |        |
        | 0  | deposit 100              | Z   |        |       | bank 1 |        |
        | 0  | expire                   |     | C      |       |        |        |
        | 0  | rules margin=on checks=1 |     |        |       |        |        |
        | 0  | index 111                |     |        |       |        | LiquidationStateChanged wallet=A |
        # All of its actions fail, the bulk does not.
        | 0  | bulk -99                 | Z   |        |       |        | LiquidationStateChanged wallet=D; !LiquidationStateChanged wallet=F |
        | 0  | tick                     |     |        |       |        | LiquidationStateChanged wallet=F |
        | 0  | tick                     |     |        |       |        | !LiquidationStateChanged |
        | 1  | index 109                |     |        |       |        | LiquidationStateChanged wallet=A state=Healthy |
        # A tick looks at those in PreLiquidation by address, before the queue.
        | 1  | tick                     |     |        |       |        |        |
          > LiquidationStateChanged wallet=D state=Healthy; LiquidationStateChanged wallet=F state=Healthy
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Switching_margin_off_empties_the_queue_and_stops_detection(string target) => Scenario.Run(target, """
        | at   | do                                | who | symbol | terms | number | events |
        | 0    | sell                              | A   | C      | 1@10  |        |        |
        | 0    | sell                              | B   | C      | 1@10  |        |        |
        | 0    | buy                               | Z   | C      | 2@10  |        |        |
        | 0    | deposit 100                       | Z   |        |       | bank 1 |        |
        | 0    | expire                            |     | C      |       |        |        |
        | 0    | rules margin=on checks=1 grace=10 |     |        |       |        |        |
        | 0    | index 111                         |     |        |       |        | LiquidationStateChanged wallet=A |
        | 0    | rules margin=off                  |     |        |       |        | !LiquidationStateChanged |
        | 0    | index 112                         |     |        |       |        | !LiquidationStateChanged |
        # The grace of A ends meanwhile, unexamined.
        | 10   | tick                              |     |        |       |        | !LiquidationStateChanged |
        | 11   | rules margin=on                   |     |        |       |        | !LiquidationStateChanged |
        | 12   | deposit 1                         | Z   |        |       | bank 2 | !LiquidationStateChanged |
        | 13   | tick                              |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation; !LiquidationStateChanged wallet=B |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Maintenance_does_not_wait_for_marks(string target) => Scenario.Run(target, """
        | at   | do                                   | who | symbol | terms | number | events |
        | 0    | sell                                 | A   | C      | 1@10  |        |        |
        | 0    | buy                                  | B   | C      | 1@10  |        |        |
        | 0    | deposit 100                          | B   |        |       | bank 1 |        |
        | 0    | expire                               |     | C      |       |        |        |
        | 0    | rules margin=on grace=1000 maxAge=500 |    |        |       |        |        |
        | 0    | index 111                            |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        # The index is too old to count as current; the last one decides.
        | 999  | tick                                 |     |        |       |        | !LiquidationStateChanged |
        | 1000 | tick                                 |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_command_may_begin_a_grace(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | terms | tif | number | events |
        # A is short 1 P that was never marked: it counts at its entry of 5 and the strike for an index: 7.5 + 5 of 5.
        | 0    | sell                       | A   | P      | 1@5   |     |        |        |
        | 0    | buy                        | B   | P      | 1@5   |     |        |        |
        | 0    | deposit 6                  | B   |        |       |     | bank 1 |        |
        | 0    | rules margin=on grace=1000 |     |        |       |     |        |        |
        | 0    | state PreLiquidation       | A   |        |       |     |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 0    | state PreLiquidation       | B   |        |       |     |        |        |
        # B is long and has 1: it recovers. A waits for its grace.
        | 500  | tick                       |     |        |       |     |        | LiquidationStateChanged wallet=B state=Healthy; !LiquidationStateChanged wallet=A |
        # The state it has already is no change and begins no new grace.
        | 900  | state PreLiquidation       | A   |        |       |     |        | !LiquidationStateChanged |
        | 1000 | tick                       |     |        |       |     |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_perpetual_alone_is_never_below_maintenance(string target) => Scenario.Run(target, """
        | at | do                         | who | number | events |
        | 0  | deposit 20                 | A   | bank 1 |        |
        | 0  | margin Portfolio           | A   |        |        |
        | 0  | perp -1@100                | A   |        |        |
        | 0  | rules margin=on grace=1000 |     |        |        |
        # Equity 20 − (S − 100); MM 0.1275 S: at 107 it would be 13 against 13.6425, but there is nothing to liquidate.
        | 0  | index 107                  |     |        | !LiquidationStateChanged |
        | 0  | tick                       |     |        | !LiquidationStateChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_retry_keeps_the_status_of_its_own_order(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | number | request | code | events |
        | 0  | sell                    | A   | C      | 1@10  |        |         |      |        |
        | 0  | buy                     | B   | C      | 1@10  |        |         |      |        |
        | 0  | deposit 100             | B   |        |       | bank 1 |         |      |        |
        | 0  | buy                     | A   | P      | 1@1   |        |         |      |        |
        | 0  | expire                  |     | C      |       |        |         |      |        |
        | 0  | rules margin=on grace=1000 |  |        |       |        |         |      |        |
        | 0  | index 112               |     |        |       |        |         |      | LiquidationStateChanged wallet=A |
        # B's order is open; that A's order is cancelled with the same command is not its outcome.
        | 1000 | buy                   | B   | P      | 1@1   |        | 5       |      |        |
          > OrderUpdated order=4 status=Open; LiquidationStateChanged wallet=A state=InLiquidation; OrderUpdated order=3 status=Canceled
        | 1000 | buy                   | B   | P      | 1@1   |        | 5       |      | duplicate order=4 status=Open |
        """);
}
