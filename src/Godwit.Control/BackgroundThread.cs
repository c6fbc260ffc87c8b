using System.Collections.Concurrent;

namespace Godwit.Control;

/// <summary>
/// One thread for work that can wait: the system lets every thread that serves requests go first, so that a batch of
/// records on a busy processor holds nobody up.
/// </summary>
internal sealed class BackgroundThread : TaskScheduler, IDisposable
{
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
        BackgroundPriority.Take();
        foreach (var task in tasks.GetConsumingEnumerable())
            TryExecuteTask(task);
    }
}
