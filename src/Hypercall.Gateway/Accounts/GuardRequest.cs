using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// What the id of a guard's command tells whoever reads the journal: that it is a guard's, whose, and whether that
/// leaves. Only a trusted host sends commands without a signer, so that no client can pass for a guard.
/// </summary>
/// <param name="Guard">Which guard; no other gateway has the same.</param>
/// <param name="IsLeaving">It guards the wallet no longer.</param>
internal readonly record struct GuardRequest(uint Guard, bool IsLeaving)
{
    private const uint Mark = 0x48_43_67_64;

    /// <summary>A guard that nobody is yet.</summary>
    public static uint NewGuard() => BinaryPrimitives.ReadUInt32BigEndian(RandomNumberGenerator.GetBytes(sizeof(uint)));

    /// <summary>An id that no other command has.</summary>
    public RequestId NewId()
    {
        ulong once = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        return new RequestId(
            ((UInt128)Mark << 96) | ((UInt128)Guard << 64) | (once & ~1UL) | (IsLeaving ? 1UL : 0UL));
    }

    /// <summary>What an id tells; null: it is no guard's.</summary>
    public static GuardRequest? Of(RequestId? id) =>
        id is { Value: var value } && value >> 96 == Mark
            ? new GuardRequest(unchecked((uint)(value >> 64)), (value & 1) != 0)
            : null;
}
