namespace Hypercall.Engine.Tests.Tables;

/// <summary>
/// Which code wins where several checks fail. Each table is a ladder: its first row breaks everything that can be
/// broken together, each next row mends what the row before was rejected for and nothing else, so that every code is
/// shown to come before all that follow.
/// </summary>
public sealed class PrecedenceTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Order_checks_run_in_the_order_of_the_specification(string target) => Scenario.Run(target, """
        | do                   | who | symbol | terms            | tif   | flags | client | code                      |
        | rules taker=500      |     |        |                  |       |       |        |                           |
        | rules min=0.1        |     |        |                  |       |       |        |                           |
        | rules max=900000000  |     |        |                  |       |       |        |                           |
        | index 3200           |     |        |                  |       |       |        |                           |
        # A: order 1 with client id dup; no position in C; one in P; frozen until reset. B offers C at 100.
        | buy                  | A   | C      | 200000000@90     |       |       | dup    |                           |
        | sell                 | B   | C      | 1@100            |       |       |        |                           |
        | mmp 0/1000/0         | A   |        |                  |       |       |        |                           |
        | sell                 | B   | P      | 1@100            |       |       |        |                           |
        | buy                  | A   | P      | 1@100            | ioc   | m     |        |                           |
        | create               |     | X      |                  |       |       |        |                           |
        | expire               |     | X      |                  |       |       |        |                           |
        | create               |     | Y      |                  |       |       |        |                           |
        | halt                 |     | Y      |                  |       |       |        |                           |
        | tier 0,0             | A   |        |                  |       |       |        |                           |
        | trading Rfq          |     |        |                  |       |       |        |                           |
        | buy                  | A   | perp   | 0@0              | ioc@5 | prm   | x*65   | InvalidSymbol             |
        | buy                  | A   | Z      | 0@0              | ioc@5 | prm   | x*65   | InvalidPrice              |
        | buy                  | A   | Z      | 0@1000000000.01  | ioc@5 | prm   | x*65   | Overflow                  |
        | buy                  | A   | Z      | 0@123456.789     | ioc@5 | prm   | x*65   | PriceOffTick              |
        | buy                  | A   | Z      | 0@123456.78      | ioc@5 | prm   | x*65   | TooManySignificantFigures |
        | buy                  | A   | Z      | 0@12345          | ioc@5 | prm   | x*65   | InvalidSize               |
        | buy                  | A   | Z      | 0.001@12345      | ioc@5 | prm   | x*65   | SizeOffStep               |
        | buy                  | A   | Z      | 0.01@12345       | ioc@5 | prm   | x*65   | SizeTooSmall              |
        | buy                  | A   | C      | 900000000.01@100 | ioc@5 | prm   | x*65   | SizeTooLarge              |
        | buy                  | A   | C      | 800000000.01@100 | ioc@5 | prm   | x*65   | Overflow                  |
        | buy                  | A   | Z      | 1@100            | ioc@5 | prm   | x*65   | ClientIdTooLong           |
        | buy                  | A   | Z      | 1@100            | ioc@5 | prm   | dup    | ClientIdInUse             |
        # From here on A is in PreLiquidation, which cancels the order that held the client id.
        | state PreLiquidation | A   |        |                  |       |       |        |                           |
        | buy                  | A   | Z      | 1@100            | ioc@5 | prm   | new    | InvalidExpiry             |
        | buy                  | A   | Z      | 1@100            | ioc   | prm   | new    | InvalidFlags              |
        | buy                  | A   | Z      | 1@100            |       | pm    | new    | UnknownInstrument         |
        | buy                  | A   | X      | 1@100            |       | pm    | new    | InstrumentExpired         |
        | buy                  | A   | Y      | 1@100            |       | pm    | new    | InstrumentHalted          |
        | buy                  | A   | C      | 1@100            |       | pm    | new    | TradingModeDisabled       |
        | trading All          |     |        |                  |       |       |        |                           |
        | buy                  | A   | C      | 1@100            |       | pm    | new    | LiquidationRestricted     |
        | state Healthy        | A   |        |                  |       |       |        |                           |
        | buy                  | A   | C      | 1@100            |       | prm   | new    | TooManyOpenOrders         |
        | tier 2,1             | A   |        |                  |       |       |        |                           |
        | buy                  | A   | C      | 1@100            |       | prm   | new    | TooManyPositions          |
        | tier 2,2             | A   |        |                  |       |       |        |                           |
        | buy                  | A   | C      | 1@100            |       | prm   | new    | MmpFrozen                 |
        | buy                  | A   | C      | 1@100            |       | pr    | new    | ReduceOnlyWouldIncrease   |
        | buy                  | A   | C      | 1@100            |       | p     | new    | PostOnlyWouldCross        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Post_only_fill_or_kill_and_the_index_price_come_last(string target) => Scenario.Run(target, """
        | at | do                       | who | terms   | tif | flags | code                 |
        | 0  | index 3200               |     |         |     |       |                      |
        | 0  | sell                     | B   | 1@100   |     |       |                      |
        | 0  | rules taker=500 maxAge=5 |     |         |     |       |                      |
        # The index is 5 ms old: still there. At 6 ms it is missing.
        | 5  | buy                      | A   | 0.5@100 |     |       |                      |
        | 6  | buy                      | A   | 1@100   |     | p     | PostOnlyWouldCross   |
        | 6  | buy                      | A   | 1@100   | fok |       | FillOrKillUnfillable |
        | 6  | buy                      | A   | 0.5@100 | fok |       | MissingIndexPrice    |
        | 6  | index 3200               |     |         |     |       |                      |
        | 6  | buy                      | A   | 0.5@100 | fok |       |                      |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Envelope_checks_run_before_the_command_in_their_order(string target) => Scenario.Run(target, """
        | at | do                   | who | by | nonce      | request | sent | seq | number | code                  |
        | 0  | rules cache=2        |     |    |            |         |      |     |        |                       |
        | 0  | rules signer=S:CashWithdrawalUpdate |  |  | |         |      |     |        |                       |
        | 0  | rules sources=1      |     |    |            |         |      |     |        |                       |
        | 1  | deposit 5            | A   |    |            | 1       |      |     | bank 1 |                       |
        | 2  | tick                 |     |    |            | 2       |      |     |        |                       |
        | 3  | withdraw 1           | A   | S  | 3          | 3       |      |     | bank 2 |                       |
        # Request 1 is forgotten now. Every row below breaks all that the rows after it break.
        | 3  | withdraw -1          | A   | B  | -172800000 | 1       | 0    | 99  | new 1  | OutOfOrder            |
        | 2  | withdraw -1          | A   | B  | -172800000 | 1       | 0    |     | new 1  | OutOfOrder            |
        | 4  | withdraw -1          | A   | B  | -172800000 | 1       | 0    |     | new 1  | OutcomeForgotten      |
        | 4  | withdraw -1          | A   | S  | -172800000 | 3       | 0    |     | new 1  | RequestIdReused       |
        | 4  | withdraw -1          | A   | B  | -172800000 |         |      |     | new 1  | NotAuthorized         |
        | 4  | withdraw -1          | A   | S  | -172800000 |         |      |     | new 1  | NonceOutOfBounds      |
        | 4  | withdraw -1          | A   | S  | 3          |         |      |     | new 1  | NonceReused           |
        | 4  | withdraw -1          | A   | S  | 4          |         |      |     | new 1  | TooManySources        |
        | 4  | withdraw -1          | A   | S  | 5          |         |      |     | bank 1 | TransferNumberUsed    |
        | 4  | withdraw -1          | A   | S  | 6          |         |      |     | bank 3 | InvalidAmount         |
        # The number was spent by the rejected one.
        | 4  | withdraw 1           | A   | S  | 7          |         |      |     | bank 3 | TransferNumberUsed    |
        | 4  | withdraw 9           | A   | S  | 8          |         |      |     | bank 4 | InsufficientBalance   |
        | 4  | state PreLiquidation | A   |    |            |         |      |     |        |                       |
        | 4  | withdraw 9           | A   | S  | 9          |         |      |     | bank 5 | LiquidationRestricted |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_replace_of_nothing_is_unknown_before_anything_about_the_new_order(string target) =>
        Scenario.Run(target, """
            | do    | who | target | symbol | terms | code          |
            | rebuy | A   | 1      | perp   | 0@0   | UnknownOrder  |
            | buy   | A   |        | C      | 1@100 |               |
            | rebuy | A   | 1      | perp   | 0@0   | InvalidSymbol |
            | rebuy | B   | 1      | C      | 1@100 | UnknownOrder  |
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Market_actions_name_what_stands_in_their_way(string target) => Scenario.Run(target, """
        | at | do     | who | symbol | code                | events                               |
        | 0  | create |     | perp   | InvalidSymbol       |                                      |
        | 0  | create |     | C      | InstrumentExists    |                                      |
        | 0  | create |     | past   | InstrumentExpired   |                                      |
        | 0  | halt   |     | past   | UnknownInstrument   |                                      |
        | 0  | resume |     | C      | InstrumentNotHalted |                                      |
        | 0  | halt   |     | C      |                     | MarketUpdated symbol=C status=Halted |
        | 0  | halt   |     | C      | InstrumentHalted    |                                      |
        | 0  | resume |     | C      |                     | MarketUpdated symbol=C status=Active |
        | 0  | buy    | A   | C      |                     |                                      |
        | 0  | sell   | B   | C      |                     |                                      |
        | 0  | buy    | A   | C      |                     |                                      |
        | 0  | delete |     | C      | InstrumentInUse     |                                      |
        | 1  | expire |     | C      |                     |                                      |
          > OrderUpdated reason=InstrumentExpired; MarketUpdated status=ExpiredPendingPrice
        | 1  | expire |     | C      | InstrumentExpired   |                                      |
        | 1  | halt   |     | C      | InstrumentExpired   |                                      |
        | 1  | resume |     | C      | InstrumentExpired   |                                      |
        | 1  | create |     | C      | InstrumentExists    |                                      |
        | 1  | delete |     | C      | InstrumentInUse     |                                      |
        | 1  | buy    | A   | P      |                     |                                      |
        | 1  | delete |     | P      |                     |                                      |
          > OrderUpdated reason=InstrumentDeleted; MarketUpdated status=Deleted; BookChanged bids=100:0
        | 1  | buy    | A   | P      | UnknownInstrument   |                                      |
        | 1  | create |     | P      |                     | MarketUpdated symbol=P status=Active |
        """);
}
