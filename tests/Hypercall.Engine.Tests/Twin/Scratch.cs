using Hypercall.Engine.Commands;
namespace Hypercall.Engine.Tests.Twin;
public sealed class Scratch
{
    [Fact]
    public void Cover()
    {
        var coverage = new Coverage();
        int n = int.Parse(Environment.GetEnvironmentVariable("SEEDS") ?? "24");
        for (int seed = 1000; seed < 1000 + n; seed++)
        {
            var twin = new NaiveEngine();
            var stream = new CommandStream(seed, twin.State);
            for (int i = 0; i < 1_500; i++)
            {
                CommandEnvelope envelope = stream.Next();
                coverage.Add(envelope, twin.Apply(envelope), twin.State);
            }
        }
        File.WriteAllText("/work/notes/t1/cov.txt", "MISSING\n" + string.Join('\n', coverage.Missing()) + "\nALL\n" + coverage);
    }
}
