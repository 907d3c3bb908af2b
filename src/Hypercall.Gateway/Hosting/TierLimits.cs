using Hypercall.Actors.Hosting;

namespace Hypercall.Gateway.Hosting;

/// <summary>What signers of a tier may send in a minute; 0: as much as they like.</summary>
/// <param name="Orders">New and replaced orders.</param>
/// <param name="Cancels">Cancelled orders.</param>
/// <param name="Requests">All other writes.</param>
public sealed record TierLimits(int Orders, int Cancels, int Requests)
{
    /// <summary>The tier of whoever has no other.</summary>
    public const string Default = "default";

    private const int Most = 100_000_000;

    internal void Validate(string name)
    {
        GatewayOptions.Require(Orders, 0, Most, $"{name}.Orders");
        GatewayOptions.Require(Cancels, 0, Most, $"{name}.Cancels");
        GatewayOptions.Require(Requests, 0, Most, $"{name}.Requests");
    }

    internal static TierLimits Read(SettingReader reader, string block) => new(
        (int)reader.Number(block + "orders-per-minute", 0, Most),
        (int)reader.Number(block + "cancels-per-minute", 0, Most),
        (int)reader.Number(block + "requests-per-minute", 0, Most));
}
