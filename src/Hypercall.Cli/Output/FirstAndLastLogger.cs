using Akka.Event;

namespace Hypercall.Cli.Output;

/// <summary>
/// Takes what Akka logs before its loggers start and after they end, on standard error; Akka's own would write it to
/// standard output, among the results.
/// </summary>
internal sealed class FirstAndLastLogger : MinimalLogger
{
    protected override void Log(object message) => Console.Error.WriteLine(message);
}
