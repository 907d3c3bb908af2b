namespace Hypercall.Engine.Tests.Tables;

/// <summary>Fees, caps, rebates and builder shares, with the figures derived beside them.</summary>
public sealed class FeeTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_worked_example_pays_the_cap_of_the_premium(string target) => Scenario.Run(target, """
        | do                                   | who | terms  | events |
        | rules maker=200 taker=500 cap=125000 |     |        |        |
        | index 3200                           |     |        |        |
        | sell                                 | A   | 10@0.5 |        |
        # Taker: min(0.05 % x 10 x 3200 = 16, 12.5 % x 0.5 x 10 = 0.625). Maker: min(6.4, 0.625).
        | buy                                  | B   | 10@0.5 |        |
          > Filled takerFee=0.625 makerFee=0.625; BalanceChanged account=B delta=-5 balance=-5 reason=Trade;
          > BalanceChanged account=A delta=5 balance=5 reason=Trade;
          > BalanceChanged account=B delta=-0.625 balance=-5.625 reason=Fee;
          > BalanceChanged account=Fees delta=0.625 balance=0.625 reason=Fee;
          > BalanceChanged account=A delta=-0.625 balance=4.375 reason=Fee;
          > BalanceChanged account=Fees delta=0.625 balance=1.25 reason=Fee;
          > PositionChanged wallet=B size=10 entry=0.5; PositionChanged wallet=A size=-10 entry=0.5
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Below_the_cap_the_rate_on_the_index_holds_rounded_to_eight_decimals(string target) =>
        Scenario.Run(target, """
            | do              | who | terms    | events                                |
            | rules taker=500 |     |          |                                       |
            # 0.0005 x 0.01 x 3200.0001 = 0.0160000005: half of the last unit, away from zero.
            | index 3200.0001 |     |          |                                       |
            | sell            | A   | 0.01@100 |                                       |
            | buy             | B   | 0.01@100 | Filled takerFee=0.01600000 makerFee=0 |
            | index 3200.001  |     |          |                                       |
            | sell            | A   | 0.01@100 |                                       |
            # 0.016000005 -> 0.01600001.
            | buy             | B   | 0.01@100 | Filled takerFee=0.01600001            |
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_negative_rate_is_a_rebate_without_cap(string target) => Scenario.Run(target, """
        | do                                    | who | terms    | events                      |
        | rules maker=-100 taker=500 cap=500000 |     |          |                             |
        | index 3200.001                        |     |          |                             |
        | sell                                  | A   | 0.01@100 |                             |
        # Maker: -0.0001 x 0.01 x 3200.001 = -0.003200001 -> -0.0032; the taker's 0.016000005 -> 0.01600001 covers it.
        | buy                                   | B   | 0.01@100 |                             |
          > Filled takerFee=0.01600001 makerFee=-0.0032; BalanceChanged account=B delta=-0.01600001 reason=Fee;
          > BalanceChanged account=Fees delta=0.01600001; BalanceChanged account=A delta=0.0032 reason=Fee;
          > BalanceChanged account=Fees delta=-0.0032 balance=0.01280001 reason=Fee
        | index 3200.05                         |     |          |                             |
        | sell                                  | A   | 0.01@100 |                             |
        # -0.00320005: exact, no rounding.
        | buy                                   | B   | 0.01@100 | Filled makerFee=-0.00320005 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_rebate_takes_no_more_than_the_venue_keeps_of_the_other_sides_fee(string target) =>
        Scenario.Run(target, """
            | do                                            | who | symbol | terms  | builder | events |
            | rules maker=-400 taker=500 cap=0 builders=DE  |     |        |        |         |        |
            | index 3200                                    |     |        |        |         |        |
            | sell                                          | A   |        | 1@100  |         |        |
            # The cap of 0 makes the taker's fee 0: there is nothing to rebate.
            | buy                                           | B   |        | 1@100  |         |        |
              > Filled takerFee=0 makerFee=0; !BalanceChanged reason=Fee
            | rules cap=10000                               |     |        |        |         |        |
            | sell                                          | A   |        | 1@100  |         |        |
            # Taker: min(1.6, 1 % of 100) = 1; maker: -1.28, of which 1 can be had.
            | buy                                           | B   |        | 1@100  |         |        |
              > Filled takerFee=1 makerFee=-1; BalanceChanged account=Fees delta=-1 balance=0
            | rules builder=250000                          |     |        |        |         |        |
            | sell                                          | A   |        | 1@100  |         |        |
            # A quarter of it is the builder's.
            | buy                                           | B   |        | 1@100  | E       |        |
              > Filled takerFee=1 makerFee=-0.75; BalanceChanged account=E delta=0.25; BalanceChanged account=Fees balance=0
            | rules maker=500 taker=-400                    |     |        |        |         |        |
            | sell                                          | A   |        | 1@100  | D       |        |
            # The taker's rebate likewise, out of the maker's fee.
            | buy                                           | B   |        | 1@100  |         |        |
              > Filled takerFee=-0.75 makerFee=1
            | rules maker=-400                              |     |        |        |         |        |
            | sell                                          | A   |        | 1@100  |         |        |
            # Both negative: both 0.
            | buy                                           | B   |        | 1@100  |         |        |
              > Filled takerFee=0 makerFee=0; !BalanceChanged reason=Fee
            | rules maker=-400 taker=500                    |     |        |        |         |        |
            | rfq A buy C 1@100                             | B   |        |        |         |        |
              > Filled takerFee=1 makerFee=-1
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_builder_gets_its_share_of_a_positive_fee(string target) => Scenario.Run(target, """
        | do                                                    | who | terms | builder | events |
        | rules maker=-100 taker=500 builder=333333 builders=DE |     |       |         |        |
        | index 3200                                            |     |       |         |        |
        | sell                                                  | A   | 1@100 | D       |        |
        # Taker: 1.6; share 0.333333 x 1.6 = 0.5333328. The maker's rebate has no share.
        | buy                                                   | B   | 1@100 | E       |        |
          > BalanceChanged account=B delta=-1.6 reason=Fee; BalanceChanged account=Fees delta=1.0666672 reason=Fee;
          > BalanceChanged account=E delta=0.5333328 balance=0.5333328 reason=BuilderFee;
          > BalanceChanged account=A delta=0.32 reason=Fee; BalanceChanged account=Fees delta=-0.32 balance=0.7466672;
          > !BalanceChanged account=D
        | rules builder=1000000                                 |     |       |         |        |
        | sell                                                  | A   | 1@100 |         |        |
        # The whole fee: nothing is left for the venue, nor for a rebate, and nothing of nothing is no event.
        | buy                                                   | B   | 1@100 | E       |        |
          > Filled makerFee=0; BalanceChanged account=B delta=-1.6; BalanceChanged account=E delta=1.6;
          > !BalanceChanged account=A reason=Fee; !BalanceChanged account=Fees
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Only_builders_that_the_rules_name_are_paid_and_never_the_orders_own_wallet(string target) =>
        Scenario.Run(target, """
            | do                | who | terms  | tif | flags | builder | target | code           |
            | buy               | A   | 1@100  |     |       | D       |        | UnknownBuilder |
            | rules builders=AD |     |        |     |       |         |        |                |
            | buy               | A   | 1@100  |     |       | D       |        |                |
            | buy               | A   | 1@100  |     |       | A       |        | UnknownBuilder |
            | buy               | B   | 1@100  |     |       | A       |        |                |
            | buy               | B   | 1@100  |     |       | E       |        | UnknownBuilder |
            # Last of shape, before the instrument.
            | buy               | B   | 1@100  | ioc | p     | E       |        | InvalidFlags   |
            | rules builders=   |     |        |     |       |         |        |                |
            # Orders that the rules would refuse now stay; replacing one asks again.
            | rebuy             | A   | 2@100  |     |       | D       | 1      | UnknownBuilder |
            | rebuy             | A   | 2@100  |     |       |         | 1      |                |
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Rates_are_those_of_the_instruments_underlying(string target) => Scenario.Run(target, """
        | do                          | who | symbol | of  | terms | code              | events            |
        | rules taker=0 ethTaker=1000 |     |        |     |       |                   |                   |
        | sell                        | A   | C      |     | 1@100 |                   |                   |
        | buy                         | B   | C      |     | 1@100 |                   | Filled takerFee=0 |
        | buy                         | B   | E      |     | 1@100 | MissingIndexPrice |                   |
        | index 2000                  |     |        | ETH |       |                   |                   |
        | sell                        | A   | E      |     | 1@100 |                   |                   |
        | buy                         | B   | E      |     | 1@100 |                   | Filled takerFee=2 |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Index_steps_are_measured_against_the_last_price_however_old(string target) => Scenario.Run(target, """
        | at     | do                        | code         | first       | second      |
        | 0      | rules maxMove=500000      |              |             |             |
        | 0      | index 0                   | InvalidPrice | 0           | 0           |
        | 0      | index 1000000000.00000001 | Overflow     |             |             |
        | 0      | index 100                 |              |             |             |
        | 999999 | index 150.00000001        | InvalidPrice | 15000000001 | 10000000000 |
        | 999999 | index 150                 |              |             |             |
        | 999999 | index 74.99999999         | InvalidPrice |             |             |
        | 999999 | index 75                  |              |             |             |
        | 999999 | index 1000 force          |              |             |             |
        """);
}
