namespace Hypercall.Engine.Tests.Tables;

/// <summary>Who may report transfers, and what the last number of a source answers when it comes again.</summary>
public sealed class TransferTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_wallet_withdraws_its_own_without_source_and_number_and_nothing_else(string target) =>
        Scenario.Run(target, """
            | do          | who | symbol | by | nonce | number                   | code          | events |
            | deposit 9   | A   |        |    |       | bank 1                   |               |        |
            # Nobody but the venue spends a source's numbers.
            | withdraw 1  | A   |        | A  | 1     | bank 9223372036854775807 | NotAuthorized |        |
            | withdraw 1  | B   |        | B  | 1     | bank 9223372036854775807 | NotAuthorized |        |
            | optionOut 1 | B   |        | B  | 1     | bank 9223372036854775807 | NotAuthorized |        |
            # Its own needs its signature and a nonce, which the refused ones have not spent.
            | withdraw 1  | A   |        |    |       |                          | NotAuthorized |        |
            | withdraw 1  | A   |        | A  |       |                          | NotAuthorized |        |
            | withdraw 1  | A   |        | B  | 1     |                          | NotAuthorized |        |
            | withdraw 1  | A   |        | A  | 1     |                          |               |        |
              > BalanceChanged account=A delta=-1 balance=8 reason=Withdrawal
            | withdraw 1  | A   |        | A  | 1     |                          | NonceReused   |        |
            # Half a transfer is none, for nobody.
            | withdraw 1  | A   |        |    |       | bank                     | NotAuthorized |        |
            | withdraw 1  | A   |        |    |       | 2                        | NotAuthorized |        |
            | withdraw 1  | A   |        | A  | 2     | bank                     | NotAuthorized |        |
            | deposit 1   | A   |        |    |       |                          | NotAuthorized |        |
            | deposit 1   | A   |        | A  | 2     |                          | NotAuthorized |        |
            | optionIn 1  | A   | C      |    |       |                          | NotAuthorized |        |
            | insure 1    |     |        |    |       |                          | NotAuthorized |        |
            | deposit 1   | A   |        |    |       | bank 2                   |               |        |
            """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_signer_reports_what_the_rules_name_it_for(string target) => Scenario.Run(target, """
        | do                                  | who | by | nonce | number | code          |
        | deposit 9                           | A   |    |       | bank 1 |               |
        | withdraw 1                          | A   | S  | 1     | bank 2 | NotAuthorized |
        | rules signer=S:CashWithdrawalUpdate |     |    |       |        |               |
        | withdraw 1                          | A   | S  | 1     | bank 2 |               |
        | deposit 1                           | A   | S  | 2     | bank 3 | NotAuthorized |
        | withdraw 1                          | A   | S  | 2     |        | NotAuthorized |
        # It is no agent: it withdraws nothing by a wallet's own right, not even its own by number.
        | withdraw 1                          | S   | S  | 2     | bank 3 | InsufficientBalance |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void The_last_number_again_gets_the_first_answer(string target) => Scenario.Run(target, """
        | do          | who | number  | request | code                | first | second | events                              |
        | deposit 5   | A   | bank 3  |         |                     |       |        | BalanceChanged account=A balance=5  |
        | deposit 5   | A   | bank 3  |         |                     |       |        |                                     |
          > duplicate seq=5 order= status=; !BalanceChanged
        # Another command under it, or a smaller one, was made before or never: nothing runs.
        | deposit 6   | A   | bank 3  |         | TransferNumberUsed  | 3     | 3      | !duplicate                          |
        | deposit 5   | B   | bank 3  |         | TransferNumberUsed  |       |        | !duplicate                          |
        | deposit 5   | A   | bank 2  |         | TransferNumberUsed  | 2     | 3      | !duplicate                          |
        # A rejection is remembered with its detail.
        | withdraw 99 | A   | bank 4  |         | InsufficientBalance | 9900000000000000 | 500000000000000 |                |
        | deposit 94  | A   | chain 1 |         |                     |       |        |                                     |
        | withdraw 99 | A   | bank 4  |         | InsufficientBalance | 9900000000000000 | 500000000000000 |                |
          > duplicate seq=10; !BalanceChanged
        # The second sending's own request id is remembered with the second's sequence.
        | withdraw 99 | A   | bank 4  | 7       | InsufficientBalance |       |        | duplicate seq=10                    |
        | withdraw 99 | A   | bank 4  | 7       | InsufficientBalance |       |        | duplicate seq=13                    |
        # A new number runs anew.
        | withdraw 99 | A   | bank 5  |         |                     |       |        | BalanceChanged account=A balance=0  |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Sources_are_limited(string target) => Scenario.Run(target, """
        | do              | who | number  | code           | first | second |
        | deposit 5       | A   | bank 1  |                |       |        |
        | deposit 5       | A   | chain 1 |                |       |        |
        | rules sources=2 |     |         |                |       |        |
        | deposit 5       | A   | other 1 | TooManySources | 2     | 2      |
        | deposit 5       | A   | bank 2  |                |       |        |
        | rules sources=1 |     |         |                |       |        |
        # What is known stays.
        | deposit 5       | A   | chain 2 |                |       |        |
        | deposit 5       | A   | other 1 | TooManySources | 2     | 1      |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_request_for_quote_is_the_venues(string target) => Scenario.Run(target, """
        | do                        | who | by | nonce | code          | events |
        | rfq B sell C 1@100        | A   | A  | 1     | NotAuthorized |        |
        | rfq B sell C 1@100        | A   | B  | 1     | NotAuthorized |        |
        | rules signer=S:RfqExecute |     |    |       |               |        |
        | rfq B sell C 1@100        | A   | S  | 1     |               | Filled |
        | rfq B sell C 1@100        | A   |    |       |               | Filled |
        """);
}
