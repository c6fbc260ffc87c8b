using Xunit;

namespace Godwit.Control.Tests;

public sealed class BackgroundThreadTests
{
    [Fact]
    public async Task Its_thread_is_one_that_lets_others_go_first()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads have priorities of their own on Linux.");
        const int niceField = 19, policyField = 41, batch = 3;
        using var thread = new BackgroundThread("test");
        var status = "";
        await thread.RunAsync(
            () => status = File.ReadAllText("/proc/thread-self/stat"), TestContext.Current.CancellationToken);

        // The name, in parentheses, is the second field; proc(5) counts from one.
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        Assert.Equal("5", fields[niceField - 3]);
        Assert.Equal($"{batch}", fields[policyField - 3]);
    }
}
