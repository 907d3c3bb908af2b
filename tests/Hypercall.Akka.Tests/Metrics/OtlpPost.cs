using System.Text;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>One request to a collector.</summary>
/// <param name="Path">Its path.</param>
/// <param name="ContentType">The type that it says its body has.</param>
/// <param name="Body">Its body, in which names stand as UTF-8.</param>
internal sealed record OtlpPost(string Path, string? ContentType, byte[] Body)
{
    public bool Holds(string name) => Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0;
}
