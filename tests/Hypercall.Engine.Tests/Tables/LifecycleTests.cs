namespace Hypercall.Engine.Tests.Tables;

/// <summary>Time, idempotence, bulks and published levels.</summary>
public sealed class LifecycleTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Time_advances_before_the_command_in_a_fixed_order(string target) => Scenario.Run(target, """
        | at       | do                      | who | symbol | terms | tif          | code              | events        |
        | 0        | create                  |     | today  |       |              |                   |               |
        | 0        | buy                     | B   | C      | 1@90  | gtd@50       |                   |               |
        | 0        | buy                     | A   | C      | 1@90  | gtd@50       |                   |               |
        | 0        | buy                     | A   | C      | 2@90  | gtd@40       |                   |               |
        | 0        | buy                     | B   | P      | 3@90  |              |                   |               |
        | 0        | buy                     | A   | P      | 4@90  |              |                   |               |
        | 0        | buy                     | C   | today  | 5@90  |              |                   |               |
        | 0        | buy                     | D   | today  | 6@90  |              |                   |               |
        | 0        | buy                     | A   | today  | 7@90  |              |                   |               |
        | 0        | cancelAllAfter 28800000 | B   |        |       |              |                   |               |
        | 0        | cancelAllAfter 28800000 | A   |        |       |              |                   |               |
        # Nothing is due before 40, one order at 40; a rejected command has its time advance too.
        | 39       | tick                    |     |        |       |              |                   | !OrderUpdated |
        | 40       | buy                     | A   | C      | 0@90  |              | InvalidSize       |               |
          > OrderUpdated order=3 reason=Expired; BookChanged symbol=C bids=90:2
        # At 08:00 the option of the day ends: gtd by id, switches by wallet, then the instrument.
        | 28800000 | tick                    |     |        |       |              |                   |               |
          > OrderUpdated order=1 reason=Expired; OrderUpdated order=2 reason=Expired;
          > OrderUpdated order=5 reason=DeadMan; OrderUpdated order=8 reason=DeadMan;
          > OrderUpdated order=4 reason=DeadMan; OrderUpdated order=6 reason=InstrumentExpired;
          > OrderUpdated order=7 reason=InstrumentExpired; MarketUpdated symbol=today status=ExpiredPendingPrice;
          > BookChanged symbol=today; BookChanged symbol=C; BookChanged symbol=P
        | 28800000 | buy                     | A   | today  | 1@90  |              | InstrumentExpired |               |
        # The switch fires once.
        | 28800000 | buy                     | A   | C      | 1@90  | gtd@28800001 |                   |               |
        | 28800001 | tick                    |     |        |       |              |                   |               |
          > OrderUpdated reason=Expired
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_repeated_request_gets_the_first_answer_and_runs_nothing(string target) => Scenario.Run(target, """
        | at | do            | who | terms | request | sent | code             | id | events                          |
        | 0  | rules cache=2 |     |       |         |      |                  |    |                                 |
        | 1  | sell          | A   | 2@100 |         |      |                  | 1  |                                 |
        | 2  | buy           | B   | 1@100 | 7       |      |                  | 2  | Filled                          |
        | 3  | buy           | B   | 1@100 | 7       |      |                  | 2  |                                 |
          > duplicate seq=7 order=2 status=Filled filled=1; !Filled
        | 4  | buy           | B   | 1@101 | 7       |      | RequestIdReused  |    |                                 |
        # Another wallet's request ids are its own.
        | 5  | buy           | A   | 1@90  | 7       |      |                  | 3  |                                 |
        # Rejected answers are kept too. With this entry the first one of B is dropped.
        | 6  | buy           | B   | 0@100 | 8       |      | InvalidSize      |    |                                 |
        | 7  | buy           | B   | 0@100 | 8       |      | InvalidSize      |    | duplicate seq=11 order= status= |
        # The oldest entry is of 5: what was first sent before is not run again, what came later or says nothing is.
        | 8  | buy           | B   | 1@100 | 7       | 4    | OutcomeForgotten |    | !Filled                         |
        | 8  | buy           | B   | 1@100 | 7       | 5    |                  | 4  | Filled                          |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_bulk_is_accepted_and_each_action_has_its_own_outcome(string target) => Scenario.Run(target, """
        | do                                                            | who | request | code        | first | events |
        | bulk                                                          | A   |         | InvalidBulk | 0     |        |
        | bulk sell 1@100, sell 2@100, sell 0@100, -1, 2:sell 1@100, -9 | A   | 1       |             |       |        |
          > result order=1; result order=2; result InvalidSize; result; result order=2; result UnknownOrder;
          > OrderUpdated order=1 status=Open; OrderUpdated order=1 reason=Requested;
          > OrderUpdated order=2 size=1 reason=Replaced; BookChanged l2=1 bids= asks=100:1
        # A duplicate answers the same results and changes nothing.
        | bulk sell 1@100, sell 2@100, sell 0@100, -1, 2:sell 1@100, -9 | A   | 1       |             |       |        |
          > result order=1; result order=2; result InvalidSize; !OrderUpdated
        # What is back where it was is no change of the book.
        | bulk sell 3@100, -3                                           | A   |         |             |       |        |
          > OrderUpdated order=3 reason=Requested; !BookChanged
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Levels_are_published_best_first_with_a_dense_sequence(string target) => Scenario.Run(target, """
        | do                                              | who | symbol | terms | events |
        | bulk sell 1@103, sell 1@101, buy 1@98, buy 1@99 | A   | C      |       |        |
          > BookChanged symbol=C l2=1 bids=99:1,98:1 asks=101:1,103:1
        | sell                                            | B   | P      | 1@100 |        |
          > BookChanged symbol=P l2=2 asks=100:1
        | buy                                             | B   | C      | 5@103 |        |
          > BookChanged symbol=C l2=3 bids=103:3 asks=101:0,103:0
        | cancelAll                                       | B   |        |       |        |
          > OrderUpdated order=5 reason=Requested; OrderUpdated order=6 reason=Requested; BookChanged symbol=C l2=4;
          > BookChanged symbol=P l2=5
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Cancel_all_filters_combine_with_and(string target) => Scenario.Run(target, """
        | do        | who | symbol | of  | flags | code          | events                                      |
        | buy       | A   | C      |     | m     |               |                                             |
        | buy       | A   | P      |     |       |               |                                             |
        | buy       | A   | E      |     | m     |               |                                             |
        | buy       | B   | C      |     | m     |               |                                             |
        | cancelAll | A   | perp   |     |       | InvalidSymbol |                                             |
        | cancelAll | A   |        | btc |       | InvalidSymbol |                                             |
        | cancelAll | A   | C      | ETH |       |               | !OrderUpdated                               |
        | cancelAll | A   |        | BTC | m     |               |                                             |
          > OrderUpdated order=1 reason=Requested; !OrderUpdated order=2; !OrderUpdated order=4
        | cancelAll | A   |        |     | m     |               | OrderUpdated order=3; !OrderUpdated order=2 |
        | cancelAll | A   | P      |     |       |               | OrderUpdated order=2                        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_halt_keeps_orders_and_lets_them_be_cancelled(string target) => Scenario.Run(target, """
        | do                  | who | symbol | target | code             | events                                |
        | buy                 | A   | C      |        |                  |                                       |
        | buy                 | A   | C      |        |                  |                                       |
        | halt                |     | C      |        |                  | !OrderUpdated                         |
        | sell                | B   | C      |        | InstrumentHalted |                                       |
        | rebuy               | A   | C      | 1      | InstrumentHalted |                                       |
        | trading None        |     |        |        |                  |                                       |
        | state Liquidated    | B   |        |        |                  |                                       |
        | cancel              | A   |        | 1      |                  | OrderUpdated order=1 reason=Requested |
        | state InLiquidation | A   |        |        |                  |                                       |
          > LiquidationStateChanged wallet=A state=InLiquidation; OrderUpdated order=2 reason=Liquidation
        | cancel              | A   |        | 2      | UnknownOrder     |                                       |
        """);
}
