using System.Numerics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Numerics;

public sealed class ValueTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MinValue, long.MinValue)]
    [InlineData(7_000_012_345_678, -1_500_000)]
    public void Notional_is_exact_whatever_the_factors(long price, long quantity) => Assert.Equal(
        (BigInteger)price * quantity, (BigInteger)Cash.Notional(new Price(price), new Quantity(quantity)).Units);

    [Fact]
    public void Units_of_price_times_quantity_are_units_of_cash() => Assert.Equal(
        Cash.FromUsdc(300), Cash.Notional(Price.FromUsdc(100), Quantity.FromContracts(3)));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void Values_are_compared_as_their_units_are(long left, long right)
    {
        var expected = (left < right, left <= right, left > right, left >= right, left.CompareTo(right));
        (Price price, Price otherPrice) = (new(left), new(right));
        (Quantity quantity, Quantity otherQuantity) = (new(left), new(right));
        (Cash cash, Cash otherCash) = (new(left), new(right));

        Assert.Equal(expected, (
            price < otherPrice, price <= otherPrice, price > otherPrice, price >= otherPrice,
            price.CompareTo(otherPrice)));
        Assert.Equal(expected, (
            quantity < otherQuantity, quantity <= otherQuantity, quantity > otherQuantity, quantity >= otherQuantity,
            quantity.CompareTo(otherQuantity)));
        Assert.Equal(expected, (
            cash < otherCash, cash <= otherCash, cash > otherCash, cash >= otherCash, cash.CompareTo(otherCash)));
    }

    [Fact]
    public void A_client_id_is_one_within_its_wallet()
    {
        var key = new ClientOrderKey(1, "a");
        ClientOrderKey[] others = [new(1, "a"), new(2, "a"), new(1, "b")];
        Assert.Equal([true, false, false], others.Select(key.Equals));
    }

    [Fact]
    public void Cash_beyond_128_bits_throws() => Assert.Multiple(
        () => Assert.Throws<OverflowException>(() => new Cash(Int128.MaxValue) + new Cash(1)),
        () => Assert.Throws<OverflowException>(() => new Cash(Int128.MinValue) - new Cash(1)),
        () => Assert.Throws<OverflowException>(() => -new Cash(Int128.MinValue)));

    [Fact]
    public void A_request_id_is_its_uuid()
    {
        var guid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

        RequestId id = RequestId.FromGuid(guid);

        Assert.Equal(new UInt128(0x0011223344556677, 0x8899AABBCCDDEEFF), id.Value);
        Assert.Equal(guid, id.ToGuid());
        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", id.ToString());
    }

    [Fact]
    public void A_hash_is_that_of_the_standard()
    {
        Hash256 hash = Hash256.Compute("abc"u8);
        byte[] bytes = new byte[Hash256.Length];
        hash.CopyTo(bytes);

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash.ToString());
        Assert.Equal(hash, Hash256.FromBytes(bytes));
        Assert.Equal(new string('0', 64), default(Hash256).ToString());
    }
}
