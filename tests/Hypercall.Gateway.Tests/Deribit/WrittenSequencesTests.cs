using Hypercall.Gateway.Deribit;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>What is remembered of wallets' commands, and who is forgotten where there are many.</summary>
public sealed class WrittenSequencesTests
{
    private readonly WrittenSequences _written = new();

    [Fact]
    public void Of_many_wallets_the_one_that_wrote_longest_ago_is_forgotten_and_no_other()
    {
        for (int number = 1; number <= WrittenSequences.Most + 1; number++)
            _written.Add(Wallet(number), number);

        Assert.Equal(0, _written.Of(Wallet(1)));
        Assert.All(
            (int[])[2, 3, WrittenSequences.Most, WrittenSequences.Most + 1],
            number => Assert.Equal(number, _written.Of(Wallet(number))));
    }

    [Fact]
    public void Who_writes_again_is_remembered_for_it()
    {
        _written.Add(Wallet(1), 1);
        for (int number = 2; number <= WrittenSequences.Most; number++)
            _written.Add(Wallet(number), number);
        _written.Add(Wallet(1), 200_000);

        _written.Add(Wallet(2), 200_001);

        Assert.Equal(200_000, _written.Of(Wallet(1)));
        Assert.Equal(200_001, _written.Of(Wallet(2)));
    }

    [Fact]
    public void A_repeated_command_takes_nobody_back()
    {
        _written.Add(Wallet(1), 7);

        _written.Add(Wallet(1), 5);

        Assert.Equal(7, _written.Of(Wallet(1)));
    }

    private static WalletAddress Wallet(int number) => WalletAddress.FromNumber((ulong)number);
}
