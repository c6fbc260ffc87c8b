namespace Godwit.Host.Serve;

/// <summary>Holds a data folder for one process: two would write over each other's journal.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>
    /// Takes the folder; null when another process holds it. The system lets go of it when the process ends, however
    /// it ends.
    /// </summary>
    public static DataFolderLock? TryTake(DataFolder data)
    {
        data.Create();
        try
        {
            return new(new FileStream(
                Path.Combine(data.Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
