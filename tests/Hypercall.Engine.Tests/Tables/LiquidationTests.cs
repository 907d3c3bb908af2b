namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// The state machine of liquidation and its detection (risk.md §A6, §B1). C is mostly expired early, so that its mark is its
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
        # With a fund an auction follows.
        | 0    | insure 1000               |     |        |       | fund 1 |                       |        |
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
        # What would open a short goes; what sells of a long stays.
        | 10   | index 148.01              |     |        |       |        |                       |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; OrderUpdated order=5 status=Canceled reason=Liquidation;
          > BookChanged symbol=E asks=7:0; !OrderUpdated order=6
        # Only what reduces risk: it is long 2 P with 1 already offered. Missing marks do not stop it.
        | 20   | buy                       | A   | P      | 1@1   |        | LiquidationRestricted |        |
        | 20   | sell                      | A   | P      | 1.5@8 |        | LiquidationRestricted |        |
        | 20   | sell                      | A   | P      | 1@8   |        |                       |        |
        | 20   | withdraw 1                | A   |        |       | bank 3 | LiquidationRestricted |        |
        | 20   | margin Portfolio          | A   |        |       |        | LiquidationRestricted |        |
        # The mode that it has already is no change.
        | 20   | margin Standard           | A   |        |       |        |                       | !MarginModeChanged |
        | 20   | optionOut 1               | A   | P      |       | bank 4 | LiquidationRestricted |        |
        # The grace ends at 1,010.
        | 1009 | tick                      |     |        |       |        |                       | !LiquidationStateChanged |
        | 1010 | tick                      |     |        |       |        |                       |        |
          > LiquidationStateChanged wallet=A state=InLiquidation mode=Full;
          > OrderUpdated order=6 status=Canceled reason=Liquidation; OrderUpdated order=8 status=Canceled reason=Liquidation;
          > LiquidationAuction wallet=A auction=1 status=Started; BookChanged symbol=P asks=8:0,9:0; !OrderUpdated order=7
        | 1011 | sell                      | A   | P      | 1@8   |        | LiquidationRestricted |        |
        # Held by a command there is no way back by itself; a command may set any state.
        | 1011 | state InLiquidation       | A   |        |       |        |                       |        |
          > LiquidationAuction wallet=A auction=1 status=Stopped; LiquidationStateChanged wallet=A state=InLiquidation
        | 1012 | index 101                 |     |        |       |        |                       | !LiquidationStateChanged |
        | 1012 | tick                      |     |        |       |        |                       | !LiquidationStateChanged |
        | 1013 | state Liquidated          | A   |        |       |        |                       | LiquidationStateChanged wallet=A state=Liquidated |
        | 1013 | buy                       | A   | P      | 1@1   |        | LiquidationRestricted |        |
        | 1013 | state Healthy             | A   |        |       |        |                       | LiquidationStateChanged wallet=A state=Healthy |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Orders_that_grow_a_short_end_with_the_grace_that_begins(string target) => Scenario.Run(target, """
        | at | do                         | who | symbol | terms | flags | number | events |
        | 0  | deposit 20                 | A   |        |       |       | bank 1 |        |
        | 0  | sell                       | A   | C      | 2@30  |       |        |        |
        | 0  | buy                        | B   | C      | 2@30  |       |        |        |
        | 0  | deposit 200                | B   |        |       |       | bank 2 |        |
        # Orders 3 to 8 of A, short 2 with 20 + 60 = 80.
        | 0  | buy                        | A   | C      | 1@41  |       |        |        |
        | 0  | sell                       | A   | C      | 1@50  |       |        |        |
        | 0  | buy                        | A   | C      | 3@42  | r     |        |        |
        | 0  | buy                        | A   | C      | 1@40  |       |        |        |
        | 0  | buy                        | A   | C      | 1@45.01 | r   |        |        |
        | 0  | buy                        | A   | C      | 0.5@45 | r    |        |        |
        | 0  | iv 20260110 100:0.01       |     |        |       |       |        |        |
        | 0  | rules margin=on grace=1000 |     |        |       |       |        |        |
        # So little volatility leaves a mark of intrinsic value: 2 × (0.075 × 120 + 20) = 58.
        | 0  | index 120                  |     |        |       |       |        | !LiquidationStateChanged |
        # 2 × (10.5 + 40) = 101. In distress a buy may be 5 above 40. Order 3 stays: 1 ≤ 2. 4 grows the short. 5 reduces
        # only. 6 would make it 1 + 3 + 1 > 2. 7 is too dear, 8 just not.
        | 0  | index 140                  |     |        |       |       |        |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; OrderUpdated order=4 status=Canceled reason=Liquidation;
          > OrderUpdated order=6 status=Canceled reason=Liquidation; OrderUpdated order=7 status=Canceled reason=Liquidation;
          > BookChanged symbol=C bids=45.01:0,40:0 asks=50:0; !OrderUpdated order=3; !OrderUpdated order=5; !OrderUpdated order=8
        | 0  | buy                        | B   | C      | 1@50  |       |        | OrderUpdated order=9 status=Open; !Filled |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Orders_that_close_the_whole_of_a_short_stay(string target) => Scenario.Run(target, """
        | at | do                         | who | symbol | terms  | number | events |
        | 0  | deposit 20                 | A   |        |        | bank 1 |        |
        | 0  | sell                       | A   | C      | 2@30   |        |        |
        | 0  | buy                        | B   | C      | 2@30   |        |        |
        | 0  | deposit 200                | B   |        |        | bank 2 |        |
        # Orders 3 to 5: 1 + 1 is all of the short; 5 would turn it.
        | 0  | buy                        | A   | C      | 1@41   |        |        |
        | 0  | buy                        | A   | C      | 1@40   |        |        |
        | 0  | buy                        | A   | C      | 0.5@39 |        |        |
        | 0  | iv 20260110 100:0.01       |     |        |        |        |        |
        | 0  | rules margin=on grace=1000 |     |        |        |        |        |
        | 0  | index 140                  |     |        |        |        |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; OrderUpdated order=5 status=Canceled reason=Liquidation;
          > !OrderUpdated order=3; !OrderUpdated order=4
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_halt_of_a_tenth_puts_off_the_end_of_a_grace_for_a_while(string target) => Scenario.Run(target, """
        | at   | do                                    | who | symbol | terms  | number | events |
        | 0    | create                                |     | X      |        |        |        |
        | 0    | deposit 20                            | A   |        |        | bank 1 |        |
        | 0    | sell                                  | A   | C      | 2@30   |        |        |
        | 0    | buy                                   | B   | C      | 2@30   |        |        |
        | 0    | buy                                   | A   | X      | 0.1@30 |        |        |
        | 0    | sell                                  | B   | X      | 0.1@30 |        |        |
        | 0    | deposit 100                           | B   |        |        | bank 2 |        |
        | 0    | iv 20260110 100:0.01                  |     |        |        |        |        |
        | 0    | rules margin=on grace=1000 pause=2500 |     |        |        |        |        |
        # Marks 40 and 90: 80 of C and 9 of X, which is 10.1 %.
        | 0    | index 140                             |     |        |        |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 500  | halt                                  |     | X      |        |        |        |
        | 1000 | tick                                  |     |        |        |        | !LiquidationStateChanged |
        | 1999 | tick                                  |     |        |        |        | !LiquidationStateChanged |
        # Put off again from 2,000 to 3,000, and then to 1,000 + 2,500 and no further.
        | 2000 | tick                                  |     |        |        |        | !LiquidationStateChanged |
        | 3000 | tick                                  |     |        |        |        | !LiquidationStateChanged |
        | 3499 | tick                                  |     |        |        |        | !LiquidationStateChanged |
        | 3500 | tick                                  |     |        |        |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_halt_that_ends_or_of_less_than_a_tenth_does_not(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | of  | terms   | number | events |
        | 0    | create                     |     | X      |     |         |        |        |
        | 0    | deposit 20                 | A   |        |     |         | bank 1 |        |
        | 0    | sell                       | A   | C      |     | 2@30    |        |        |
        | 0    | buy                        | B   | C      |     | 2@30    |        |        |
        | 0    | buy                        | A   | X      |     | 0.09@30 |        |        |
        | 0    | sell                       | B   | X      |     | 0.09@30 |        |        |
        | 0    | deposit 200                | B   |        |     |         | bank 2 |        |
        | 0    | iv 20260110 100:0.01       |     |        |     |         |        |        |
        | 0    | rules margin=on grace=1000 |     |        |     |         |        |        |
        | 0    | index 140                  |     |        |     |         |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        # 80 of C and 8.1 of X: 9.2 % is halted. But all of it lacks its trading mode, until it does no more.
        | 500  | halt                       |     | X      |     |         |        |        |
        | 600  | trading Rfq                |     |        | BTC |         |        |        |
        | 1000 | tick                       |     |        |     |         |        | !LiquidationStateChanged |
        | 1500 | trading Orderbook          |     |        | BTC |         |        |        |
        | 1999 | tick                       |     |        |     |         |        | !LiquidationStateChanged |
        | 2000 | tick                       |     |        |     |         |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_halt_puts_off_the_end_of_a_grace_where_all_marks_are_zero(string target) => Scenario.Run(target, """
        | at   | do                                    | who | symbol | terms | number | events |
        | 0    | deposit 1                             | A   |        |       | bank 1 |        |
        | 0    | sell                                  | A   | C      | 2@1   |        |        |
        | 0    | buy                                   | B   | C      | 2@1   |        |        |
        | 0    | deposit 100                           | B   |        |       | bank 2 |        |
        | 0    | iv 20260110 100:0.01                  |     |        |       |        |        |
        | 0    | rules margin=on grace=1000 pause=1500 |     |        |       |        |        |
        # 3 against 2 × 0.075 × 50 = 7.5: the call is worth nothing, and all that A holds.
        | 0    | index 50                              |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 500  | halt                                  |     | C      |       |        |        |
        | 1000 | tick                                  |     |        |       |        | !LiquidationStateChanged |
        | 1999 | tick                                  |     |        |       |        | !LiquidationStateChanged |
        | 2499 | tick                                  |     |        |       |        | !LiquidationStateChanged |
        | 2500 | tick                                  |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_awaits_its_price_puts_off_no_grace_unless_its_trading_mode_is_off(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | of  | terms | number | events |
        | 0    | sell                       | A   | C      |     | 1@10  |        |        |
        | 0    | buy                        | B   | C      |     | 1@10  |        |        |
        | 0    | deposit 100                | B   |        |     |       | bank 1 |        |
        | 0    | expire                     |     | C      |     |       |        |        |
        | 0    | rules margin=on grace=1000 |     |        |     |       |        |        |
        | 0    | index 111                  |     |        |     |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 500  | trading Rfq                |     |        | BTC |       |        |        |
        | 1000 | tick                       |     |        |     |       |        | !LiquidationStateChanged |
        | 1500 | trading Orderbook          |     |        | BTC |       |        |        |
        | 1999 | tick                       |     |        |     |       |        | !LiquidationStateChanged |
        | 2000 | tick                       |     |        |     |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
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
        # A deposit is seen at once.
        | 700  | deposit 0.99               | A   |        |       | bank 3 | !LiquidationStateChanged |
        | 701  | deposit 0.01               | A   |        |       | bank 4 |        |
          > BalanceChanged account=A reason=Deposit; LiquidationStateChanged wallet=A state=Healthy
        | 800  | index 152                  |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        # At 1,800 it comes too late.
        | 1800 | deposit 1                  | A   |        |       | bank 5 |        |
          > LiquidationStateChanged wallet=A state=InLiquidation; BalanceChanged account=A reason=Deposit;
          > !LiquidationStateChanged state=Healthy
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_end_of_a_grace_looks_again(string target) => Scenario.Run(target, """
        | at   | do                                  | who | symbol | terms | number | events |
        | 0    | insure 1000                         |     |        |       | fund 1 |        |
        | 0    | sell                                | A   | C      | 1@10  |        |        |
        | 0    | sell                                | B   | C      | 1@10  |        |        |
        | 0    | deposit 100                         | A   |        |       | bank 1 |        |
        | 0    | buy                                 | Z   | C      | 2@10  |        |        |
        | 0    | deposit 100                         | Z   |        |       | bank 2 |        |
        | 0    | expire                              |     | C      |       |        |        |
        | 0    | rules margin=on grace=1000 checks=1 |     |        |       |        |        |
        | 0    | index 111                           |     |        |       |        | !LiquidationStateChanged |
        | 0    | deposit 1                           | Z   |        |       | bank 3 | LiquidationStateChanged wallet=B state=PreLiquidation |
        # The price examines A; B is still in the queue when its grace ends.
        | 1000 | index 110                           |     |        |       |        |        |
          > LiquidationStateChanged wallet=B state=InLiquidation
        | 1000 | state Healthy                       | B   |        |       |        |        |
        | 1000 | index 111                           |     |        |       |        | !LiquidationStateChanged |
        | 1000 | deposit 1                           | Z   |        |       | bank 4 | LiquidationStateChanged wallet=B state=PreLiquidation |
        | 1999 | index 110                           |     |        |       |        | !LiquidationStateChanged |
        # The time advance comes before the command.
        | 2000 | create                              |     | X      |       |        |        |
          > LiquidationStateChanged wallet=B state=Healthy; MarketUpdated symbol=X status=Active
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_grace_ends_with_any_command_rejected_ones_too(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | terms | number | code         | events |
        | 0    | sell                       | A   | C      | 1@10  |        |              |        |
        | 0    | buy                        | B   | C      | 1@10  |        |              |        |
        | 0    | deposit 40                 | B   |        |       | bank 1 |              |        |
        | 0    | expire                     |     | C      |       |        |              |        |
        | 0    | rules margin=on grace=1000 |     |        |       |        |              |        |
        | 0    | index 111                  |     |        |       |        |              | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 1000 | deposit 0                  | B   |        |       | bank 9 | InvalidAmount | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Without_a_grace_the_next_command_liquidates(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | number | events |
        | 0  | sell                    | A   | C      | 1@10  |        |        |
        | 0  | buy                     | B   | C      | 1@10  |        |        |
        | 0  | deposit 40              | B   |        |       | bank 1 |        |
        | 0  | expire                  |     | C      |       |        |        |
        | 0  | rules margin=on grace=0 |     |        |       |        |        |
        | 0  | index 111               |     |        |       |        |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; !LiquidationStateChanged state=InLiquidation
        # By the marks before it.
        | 0  | index 109               |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Liquidation_disarms_the_dead_mans_switch(string target) => Scenario.Run(target, """
        | at   | do                      | who | symbol | terms | number | events |
        | 0    | sell                    | A   | C      | 1@10  |        |        |
        | 0    | buy                     | B   | C      | 1@10  |        |        |
        | 0    | deposit 10              | B   |        |       | bank 1 |        |
        | 0    | cancelAllAfter 5000     | A   |        |       |        |        |
        | 0    | cancelAllAfter 5000     | B   |        |       |        |        |
        | 0    | expire                  |     | C      |       |        |        |
        | 0    | rules margin=on grace=0 |     |        |       |        |        |
        | 0    | index 111               |     |        |       |        |        |
        | 0    | tick                    |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        | 0    | rules margin=off        |     |        |       |        |        |
        | 0    | state Healthy           | A   |        |       |        |        |
        | 0    | buy                     | A   | P      | 1@1   |        |        |
        | 0    | buy                     | B   | P      | 1@1   |        |        |
        | 5000 | tick                    |     |        |       |        | OrderUpdated order=4 status=Canceled reason=DeadMan; !OrderUpdated order=3 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Every_command_examines_a_few_in_the_order_of_the_queue(string target) => Scenario.Run(target, """
        | at | do                      | who | symbol | terms | number | request | code               | events |
        | 0  | sell                    | D   | C      | 1@10  |        |         |                    |        |
        | 0  | sell                    | A   | C      | 1@10  |        |         |                    |        |
        | 0  | sell                    | F   | C      | 1@10  |        |         |                    |        |
        | 0  | sell                    | B   | C      | 1@10  |        |         |                    |        |
        | 0  | buy                     | C   | C      | 4@10  |        |         |                    |        |
        | 0  | deposit 100             | C   |        |       | bank 1 |         |                    |        |
        | 0  | expire                  |     | C      |       |        |         |                    |        |
        | 0  | rules margin=on checks=1 |    |        |       |        |         |                    |        |
        # A, B, D, F by address; C owes nothing, long and in standard mode, and does not take a turn. The price examines A.
        | 0  | index 111               |     |        |       |        |         |                    |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; !LiquidationStateChanged wallet=B
        # A rejected command examines too, and so does a duplicate.
        | 0  | deposit 0               | C   |        |       | bank 2 |         | InvalidAmount      | LiquidationStateChanged wallet=B; !LiquidationStateChanged wallet=D |
        | 0  | deposit 1               | C   |        |       | bank 3 | 7       |                    | LiquidationStateChanged wallet=D; !LiquidationStateChanged wallet=F |
        | 0  | deposit 1               | C   |        |       | bank 3 | 7       |                    | LiquidationStateChanged wallet=F |
        | 0  | index 110               |     |        |       |        |         |                    | LiquidationStateChanged wallet=A state=Healthy |
        # B, D and F keep their places, A joins behind them.
        | 0  | index 112               |     |        |       |        |         |                    | !LiquidationStateChanged |
        | 0  | index 109               |     |        |       |        |         |                    | LiquidationStateChanged wallet=D state=Healthy |
        # F and A wait, B and D joined behind them.
        | 0  | index 112               |     |        |       |        |         |                    | !LiquidationStateChanged |
        | 0  | tick                    |     |        |       |        |         |                    |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; LiquidationStateChanged wallet=D state=PreLiquidation;
          > !LiquidationStateChanged wallet=B; !LiquidationStateChanged wallet=F
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
        | 1  | tick                     |     |        |       |        |        |
          > LiquidationStateChanged wallet=D state=Healthy; LiquidationStateChanged wallet=F state=Healthy
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Graces_end_by_time_and_address_a_few_with_each_command(string target) => Scenario.Run(target, """
        | at   | do                                  | who | symbol | terms | number | code          | events |
        | 0    | insure 1000                         |     |        |       | fund 1 |               |        |
        | 0    | sell                                | D   | C      | 1@10  |        |               |        |
        | 0    | sell                                | B   | C      | 1@10  |        |               |        |
        | 0    | sell                                | A   | C      | 1@10  |        |               |        |
        | 0    | buy                                 | Z   | C      | 3@10  |        |               |        |
        | 0    | deposit 1                           | A   |        |       | bank 1 |               |        |
        | 0    | deposit 100                         | Z   |        |       | bank 2 |               |        |
        | 0    | expire                              |     | C      |       |        |               |        |
        | 0    | rules margin=on grace=1000 checks=3 |     |        |       |        |               |        |
        # B and D have 10, A 11.
        | 0    | index 111                           |     |        |       |        |               |        |
          > LiquidationStateChanged wallet=B; LiquidationStateChanged wallet=D; !LiquidationStateChanged wallet=A
        | 1    | index 112                           |     |        |       |        |               | LiquidationStateChanged wallet=A |
        | 1    | rules checks=1                      |     |        |       |        |               |        |
        | 1001 | deposit 0                           | Z   |        |       | bank 3 | InvalidAmount |        |
          > LiquidationStateChanged wallet=B state=InLiquidation; !LiquidationStateChanged wallet=D; !LiquidationStateChanged wallet=A
        | 1001 | tick                                |     |        |       |        |               |        |
          > LiquidationStateChanged wallet=D state=InLiquidation; LiquidationStateChanged wallet=A state=InLiquidation
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
        # The grace of A ends meanwhile: its deadline stays, nothing is due.
        | 10   | tick                              |     |        |       |        | !LiquidationStateChanged |
        | 11   | deposit 0.01                      | A   |        |       | bank 2 | !LiquidationStateChanged |
        | 11   | rules margin=on                   |     |        |       |        | !LiquidationStateChanged |
        | 12   | deposit 1                         | Z   |        |       | bank 3 | LiquidationStateChanged wallet=A state=InLiquidation |
        | 13   | tick                              |     |        |       |        | !LiquidationStateChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Age_holds_up_no_liquidation(string target) => Scenario.Run(target, """
        | at   | do                                   | who | symbol | terms | number | events |
        | 0    | sell                                 | A   | C      | 1@10  |        |        |
        | 0    | buy                                  | B   | C      | 1@10  |        |        |
        | 0    | deposit 100                          | B   |        |       | bank 1 |        |
        | 0    | expire                               |     | C      |       |        |        |
        | 0    | rules margin=on grace=1000 maxAge=500 |    |        |       |        |        |
        | 0    | index 111                            |     |        |       |        | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 1000 | tick                                 |     |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_command_may_begin_a_grace(string target) => Scenario.Run(target, """
        | at   | do                         | who | symbol | terms | number | events |
        | 0    | insure 1000                |     |        |       | fund 1 |        |
        | 0    | sell                       | A   | C      | 1@10  |        |        |
        | 0    | buy                        | B   | C      | 1@10  |        |        |
        | 0    | deposit 10                 | B   |        |       | bank 1 |        |
        | 0    | sell                       | A   | P      | 1@7   |        |        |
        | 0    | expire                     |     | C      |       |        |        |
        | 0    | index 150                  |     |        |       |        |        |
        | 0    | rules margin=on grace=1000 |     |        |       |        |        |
        | 0    | state PreLiquidation       | A   |        |       |        |        |
          > LiquidationStateChanged wallet=A state=PreLiquidation; OrderUpdated order=3 status=Canceled reason=Liquidation
        | 0    | state PreLiquidation       | B   |        |       |        |        |
        # The state it has already is no change and begins no new grace.
        | 900  | state PreLiquidation       | A   |        |       |        | !LiquidationStateChanged |
        # A is short at a mark of 50 and has 10; B is well.
        | 1000 | tick                       |     |        |       |        |        |
          > LiquidationStateChanged wallet=A state=InLiquidation; LiquidationStateChanged wallet=B state=Healthy
        # Where something runs, it ends it.
        | 1000 | state InLiquidation        | A   |        |       |        | LiquidationStateChanged wallet=A state=InLiquidation |
        | 1000 | state InLiquidation        | A   |        |       |        | !LiquidationStateChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_is_left_of_a_liquidated_wallet_may_leave(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | number | code                  | events |
        | 0         | deposit 100             | A   |        |       | bank 1 |                       |        |
        | 0         | buy                     | A   | C      | 1@10  |        |                       |        |
        | 0         | sell                    | B   | C      | 1@10  |        |                       |        |
        | 0         | state Liquidated        | A   |        |       |        |                       |        |
        | 0         | withdraw 1              | A   |        |       | bank 2 | LiquidationRestricted |        |
        | 806400000 | settle BTC:20260110:100 |     |        |       |        |                       | PositionSettled wallet=A |
        | 806400000 | withdraw 1              | A   |        |       | bank 3 |                       |        |
        | 806400000 | buy                     | A   | E      | 1@1   |        | InstrumentExpired     |        |
        | 806400000 | margin Portfolio        | A   |        |       |        | LiquidationRestricted |        |
        | 806400000 | state InLiquidation     | A   |        |       |        |                       |        |
        | 806400000 | withdraw 1              | A   |        |       | bank 4 |                       |        |
        | 806400000 | state PreLiquidation    | A   |        |       |        |                       |        |
        | 806400000 | withdraw 1              | A   |        |       | bank 5 | LiquidationRestricted |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void What_settlement_leaves_of_a_wallet_whose_grace_has_ended_may_leave(string target) => Scenario.Run(target, """
        | at        | do                      | who | symbol | terms | number | code                  | events |
        | 0         | insure 1000             |     |        |       | fund 1 |                       |        |
        | 0         | deposit 10              | A   |        |       | bank 1 |                       |        |
        | 0         | sell                    | A   | C      | 1@10  |        |                       |        |
        | 0         | buy                     | B   | C      | 1@10  |        |                       |        |
        | 0         | deposit 100             | B   |        |       | bank 2 |                       |        |
        | 0         | expire                  |     | C      |       |        |                       |        |
        | 0         | rules margin=on grace=0 settleMove=0 |  |  |       |        |                       |        |
        | 0         | index 121               |     |        |       |        |                       | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 1         | tick                    |     |        |       |        |                       | LiquidationStateChanged wallet=A state=InLiquidation |
        # Without margin nothing more is due.
        | 2         | rules margin=off        |     |        |       |        |                       |        |
        | 2         | withdraw 1              | A   |        |       | bank 3 | LiquidationRestricted |        |
        | 3         | state InLiquidation     | A   |        |       |        |                       |        |
        | 806400000 | settle BTC:20260110:105 |     |        |       |        |                       | PositionSettled wallet=A |
        | 806400000 | buy                     | A   | E      | 1@1   |        | InstrumentExpired     |        |
        | 806400000 | withdraw 1              | A   |        |       | bank 4 |                       |        |
        """);

    /// <summary>
    /// In portfolio mode a position left brings in its gain when it closes: the fund does not pay that as well. A has
    /// sold 10 calls at 50 that are worth nothing and that the venue's holding has bought, which takes no part; the
    /// others close at their mark of 30, 10 above what they were sold at.
    /// </summary>
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_fund_covers_nothing_that_a_position_left_has_yet_to_bring_in(string target) => Scenario.Run(target, """
        | at        | do                       | who | symbol             | terms | number | cash | events |
        | 0         | create                   |     | BTC-20260110-200-C |       |        |      |        |
        | 0         | deposit 1000             | B   |                    |       | bank 1 |      |        |
        | 0         | insure 1000              |     |                    |       | fund 1 |      |        |
        | 0         | margin Portfolio         | A   |                    |       |        |      |        |
        | 0         | sell                     | A   | BTC-20260110-200-C | 10@50 |        |      |        |
        | 0         | buy                      | B   | BTC-20260110-200-C | 10@50 |        |      |        |
        | 0         | optionOut 10             | B   | BTC-20260110-200-C |       | bank 2 |      |        |
        | 0         | sell                     | A   | C                  | 51@20 |        |      |        |
        | 0         | buy                      | B   | C                  | 51@20 |        |      |        |
        | 0         | index 130                |     |                    |       |        |      |        |
        | 0         | iv 20260110 130:0.00001  |     |                    |       |        |      |        |
        | 0         | rules margin=on grace=0 settlement=0 settleMove=0 | | |   |        |      |        |
        # Own equity: 500 of the calls at 50 less 510 of the others, so that the fund bears 10.
        | 0         | index 130                |     |                    |       |        |      | LiquidationStateChanged wallet=A state=PreLiquidation |
        | 1         | tick                     |     |                    |       |        |      | LiquidationAuction wallet=A auction=1 status=Started |
        | 300001    | tick                     |     |                    |       |        |      |        |
          > LiquidationAuction wallet=A auction=1 status=Expired; BalanceChanged account=A delta=-510 balance=-510;
          > BalanceChanged account=Insurance delta=-10 balance=990; BalanceChanged account=A delta=10 balance=-500 reason=Insurance;
          > LiquidationStateChanged wallet=A state=Liquidated; !BalanceChanged account=A reason=Debt
        | 300001    | holds                    | A   | BTC-20260110-200-C |       |        | -500 |        |
        | 806400000 | settle BTC:20260110:130  |     |                    |       |        |      | BalanceChanged account=A delta=500 balance=0 reason=Settlement; !BalanceChanged account=Insurance |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_perpetual_alone_brings_nobody_below_maintenance(string target) => Scenario.Run(target, """
        | at | do                         | who | number | events |
        | 0  | deposit 20                 | A   | bank 1 |        |
        | 0  | margin Portfolio           | A   |        |        |
        | 0  | perp -1@100                | A   |        |        |
        | 0  | rules margin=on grace=1000 |     |        |        |
        # What lies elsewhere cannot be liquidated here.
        | 0  | index 106                  |     |        | !LiquidationStateChanged |
        | 0  | index 159                  |     |        | !LiquidationStateChanged |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_retry_keeps_the_status_of_its_own_order(string target) => Scenario.Run(target, """
        | at | do                       | who | symbol | terms | number | request | code | events |
        | 0  | sell                     | A   | C      | 1@10  |        |         |      |        |
        | 0  | sell                     | B   | C      | 1@10  |        |         |      |        |
        | 0  | buy                      | Z   | C      | 2@10  |        |         |      |        |
        | 0  | deposit 100              | A   |        |       | bank 1 |         |      |        |
        | 0  | deposit 100              | Z   |        |       | bank 2 |         |      |        |
        | 0  | buy                      | B   | P      | 1@1   |        |         |      |        |
        | 0  | expire                   |     | C      |       |        |         |      |        |
        | 0  | rules margin=on checks=1 |     |        |       |        |         |      |        |
        | 0  | index 112                |     |        |       |        |         |      | !LiquidationStateChanged |
        # Z's order is open; that B's order is cancelled with the same command is not its outcome.
        | 0  | buy                      | Z   | P      | 1@1   |        | 5       |      |        |
          > OrderUpdated order=5 status=Open; LiquidationStateChanged wallet=B state=PreLiquidation;
          > OrderUpdated order=4 status=Canceled reason=Liquidation
        | 0  | buy                      | Z   | P      | 1@1   |        | 5       |      | duplicate order=5 status=Open |
        """);
}
