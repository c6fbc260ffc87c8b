using System.Runtime.CompilerServices;

namespace Godwit.Control;

/// <summary>
/// Where the control plane's work goes on after it waited: on the pool's threads. Sockets complete inline
/// (docs/adr/0002), so that a query's rows would otherwise be worked on by the thread that received them, and every
/// client of that thread would wait for a report, or for a configuration to be compiled.
/// </summary>
internal sealed class ControlThreads : TaskScheduler
{
    private static readonly ControlThreads Instance = new();

    private ControlThreads()
    {
    }

    /// <summary>
    /// Goes on on the pool; and so does everything after it, in this method and in those that it calls, however what
    /// they wait for ends.
    /// </summary>
    public static Entrance Enter() => default;

    protected override void QueueTask(Task task) => ThreadPool.UnsafeQueueUserWorkItem(
        static state => state.Scheduler.TryExecuteTask(state.Task), (Scheduler: this, Task: task), preferLocal: true);

    // Asked on the pool's threads, or by work that is here already.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Thread.CurrentThread.IsThreadPoolThread && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    /// <summary>What is awaited to enter.</summary>
    public readonly struct Entrance : ICriticalNotifyCompletion
    {
        public bool IsCompleted => Current == Instance;

        public Entrance GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => Task.Factory.StartNew(
            continuation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Instance);
    }
}
