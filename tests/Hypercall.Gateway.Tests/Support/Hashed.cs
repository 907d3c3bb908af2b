namespace Hypercall.Gateway.Tests.Support;

/// <summary>Hashes of what is signed, by the values of its fields.</summary>
internal static class Hashed
{
    /// <summary>The fields of a type in their order: texts, integers of 64 bits, flags and addresses.</summary>
    public static StructHash Of(TypedStruct type, params ReadOnlySpan<object> values)
    {
        var hash = new StructHash(type);
        foreach (object value in values)
        {
            if (value is string text)
                hash.Add(text);
            else if (value is long number)
                hash.Add(number);
            else if (value is bool flag)
                hash.Add(flag);
            else
                hash.Add((WalletAddress)value);
        }

        return hash;
    }
}
