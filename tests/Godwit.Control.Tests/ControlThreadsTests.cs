using Xunit;

namespace Godwit.Control.Tests;

/// <summary>The control plane's work never goes on where something was received for clients.</summary>
public sealed class ControlThreadsTests
{
    [Fact]
    public async Task What_ends_on_a_thread_that_receives_goes_on_on_the_pool()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var work = WorkAsync(first.Task, second.Task);
        OnReceiver(first.SetResult);
        OnReceiver(second.SetResult);

        Assert.All(await work, thread => Assert.True(thread.IsThreadPoolThread));
    }

    [Fact]
    public async Task Without_it_the_work_would_go_on_there()
    {
        var received = new TaskCompletionSource();
        Task<Thread>? work = null;
        await Task.Run(() => { work = DeepAsync(received.Task); });
        Thread? receiver = null;
        OnReceiver(() =>
        {
            receiver = Thread.CurrentThread;
            received.SetResult();
        });

        Assert.Same(receiver, await work!);
    }

    [Fact]
    public async Task Errors_come_out_as_they_were()
    {
        var failing = new TaskCompletionSource();
        var work = EnterAndAsync(failing.Task);
        OnReceiver(() => failing.SetException(new InvalidOperationException("away")));

        Assert.Equal("away", (await Assert.ThrowsAsync<InvalidOperationException>(() => work)).Message);
    }

    private static async Task<List<Thread>> WorkAsync(Task first, Task second)
    {
        var threads = new List<Thread>();
        await ControlThreads.Enter();
        threads.Add(Thread.CurrentThread);
        await first;
        threads.Add(Thread.CurrentThread);
        threads.Add(await DeepAsync(second));
        threads.Add(Thread.CurrentThread);
        return threads;
    }

    private static async Task<Thread> DeepAsync(Task received)
    {
        await received;
        return Thread.CurrentThread;
    }

    private static async Task EnterAndAsync(Task ended)
    {
        await ControlThreads.Enter();
        await ended;
    }

    // As the runtime's own threads that read sockets: none of the pool's, and it completes what was waited for.
    private static void OnReceiver(Action receive)
    {
        var thread = new Thread(() => receive());
        thread.Start();
        thread.Join();
    }
}
