namespace Godwit.Policy.Grants;

/// <summary>What is left of grants at this instant.</summary>
public interface IGrantBalances
{
    /// <summary>
    /// What can still be reserved of a grant in a period, in its own unit: given and corrected, less what is reserved
    /// and used.
    /// </summary>
    /// <param name="grant">The grant.</param>
    /// <param name="period">The period's <see cref="GrantPeriod.StartTicks"/>.</param>
    long Available(GrantRules grant, long period);
}
