using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Godwit.Control;

/// <summary>
/// One thread for work that can wait: the system lets every thread that serves requests go first, so that a batch of
/// records on a busy processor holds nobody up.
/// </summary>
internal sealed class BackgroundThread : TaskScheduler, IDisposable
{
    // Against a thread that is not nice it gets about a tenth of a processor, and all of it when there is nothing else.
    private const int Niceness = 10;

    private readonly BlockingCollection<Task> tasks = [];

    public BackgroundThread(string name)
    {
        var thread = new Thread(Work) { IsBackground = true, Name = name };
        thread.Start();
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs an action on the thread.</summary>
    public Task RunAsync(Action action, CancellationToken cancellation) => Task.Factory.StartNew(
        action, cancellation, TaskCreationOptions.DenyChildAttach, this);

    public void Dispose() => tasks.CompleteAdding();

    protected override void QueueTask(Task task) => tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => tasks;

    private void Work()
    {
        // Refused, it only is not nice.
        if (OperatingSystem.IsLinux())
            _ = BeNice(Niceness);
        foreach (var task in tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
    }

    // On Linux a thread has its own; the priorities that the runtime knows do nothing there.
    [DllImport("libc", EntryPoint = "nice")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BeNice(int by);
}
