using System.Globalization;
using System.Text;

namespace Hypercall.Gateway.Tests.Clients;

/// <summary>Digests of random messages of every type that writes are signed as, beside viem's (gateway.md §13).</summary>
public sealed class DigestTests
{
    /// <summary>Names another number of messages than the suite's.</summary>
    private const string CountVariable = "HYPERCALL_TEST_DIGESTS";

    private const int Seed = 20_260_105;
    private const int UsualCount = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private static readonly SigningDomain Domain = new(998);

    private static readonly TypedStruct[] Types =
    [
        .. typeof(SignedTypes).GetFields().Select(field => field.GetValue(null)).OfType<TypedStruct>(),
    ];

    [NodeFact("viem")]
    public async Task Digests_are_viem_s()
    {
        int count = int.Parse(
            Environment.GetEnvironmentVariable(CountVariable) ?? $"{UsualCount}", CultureInfo.InvariantCulture);
        var random = new Random(Seed);
        var messages = new StringBuilder();
        var digests = new List<string>();
        for (int number = 0; number < count; number++)
        {
            (string message, Digest256 digest) = MessageOf(Types[number % Types.Length], random);
            messages.Append(message).Append('\n');
            digests.Add(digest.ToString());
        }

        string theirs = await NodeScript.RunAsync(
            await File.ReadAllTextAsync(Repository.PathOf("tests/Hypercall.Gateway.Tests/Clients/digests.mjs")),
            messages.ToString(),
            Patience);

        Assert.Equal(digests, theirs.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static (string Message, Digest256 Digest) MessageOf(TypedStruct type, Random random)
    {
        string name = type.Text[..type.Text.IndexOf('(')];
        string[][] fields =
            [.. type.Text[(name.Length + 1)..^1].Split(',').Select(field => field.Split(' '))];
        var hash = new StructHash(type);
        var message = new JsonObject();
        foreach (string[] field in fields)
            message[field[1]] = Add(ref hash, field[0], random);
        var types = new JsonArray(
            [.. fields.Select(field => (JsonNode)new JsonObject { ["type"] = field[0], ["name"] = field[1] })]);
        var line = new JsonObject { ["primaryType"] = name, ["types"] = types, ["message"] = message };
        return (line.ToJsonString(), Domain.DigestOf(ref hash));
    }

    private static JsonNode Add(ref StructHash hash, string type, Random random)
    {
        switch (type)
        {
            case "address":
                byte[] bytes = new byte[WalletAddress.Length];
                random.NextBytes(bytes);
                WalletAddress address = WalletAddress.FromBytes(bytes);
                hash.Add(address);
                return address.ToString();
            case "bool":
                bool flag = random.Next(2) == 1;
                hash.Add(flag);
                return flag;
            case "uint64":
                ulong number = (ulong)random.NextInt64() * 2 + (ulong)random.Next(2);
                hash.Add(number);
                return number.ToString(CultureInfo.InvariantCulture);
            default:
                string text = TextOf(random);
                hash.Add(text);
                return text;
        }
    }

    /// <summary>Of one, two, three and four bytes a letter, up to more than fits on a stack.</summary>
    private static string TextOf(Random random)
    {
        string[] letters = ["a", "-", "\"", "\n", "é", "₿", "𝕏", "0"];
        int length = random.Next(random.Next(20) == 0 ? 400 : 24);
        return string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));
    }
}
