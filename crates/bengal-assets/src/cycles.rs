//! Strongly connected components: files that refer to each other.

/// The components of a graph given by the successors of each node, those that others depend on first; nodes within one in rising order.
///
/// Tarjan's algorithm (1972) with a stack of its own. Linear in nodes and edges.
pub(crate) fn components(successors: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut index = vec![UNSEEN; successors.len()];
    let mut low = vec![0; successors.len()];
    let mut on_stack = vec![false; successors.len()];
    let mut stack = Vec::new();
    let mut components = Vec::new();
    let mut next = 0;
    let mut work: Vec<(usize, usize)> = Vec::new();
    for root in 0..successors.len() {
        if index[root] != UNSEEN {
            continue;
        }
        work.push((root, 0));
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                (index[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            match successors[node].get(edge) {
                Some(&successor) => {
                    work.push((node, edge + 1));
                    if index[successor] == UNSEEN {
                        work.push((successor, 0));
                    } else if on_stack[successor] {
                        low[node] = low[node].min(index[successor]);
                    }
                }
                None => {
                    if let Some(&(parent, _)) = work.last() {
                        low[parent] = low[parent].min(low[node]);
                    }
                    if low[node] == index[node] {
                        let start = stack.iter().rposition(|member| *member == node).unwrap_or(0);
                        let mut component = stack.split_off(start);
                        component.iter().for_each(|member| on_stack[*member] = false);
                        component.sort_unstable();
                        components.push(component);
                    }
                }
            }
        }
    }
    components
}

/// A shortest way from a node back to itself, through successors; the node is first and last. Linear.
pub(crate) fn way_back(start: usize, successors: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut from = vec![None; successors.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &successor in &successors[node] {
            if successor == start {
                let mut way = vec![start];
                let mut at = Some(node);
                while let Some(member) = at {
                    way.push(member);
                    at = from[member];
                }
                way.reverse();
                return Some(way);
            }
            if from[successor].is_none() {
                from[successor] = Some(node);
                queue.push_back(successor);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dependencies_come_first() {
        let graph = vec![vec![1], vec![2, 3], vec![1, 4], vec![4], vec![], vec![5]];
        assert_eq!(components(&graph), [vec![4], vec![3], vec![1, 2], vec![0], vec![5]]);
        assert_eq!(way_back(1, &graph), Some(vec![1, 2, 1]));
        assert_eq!(way_back(5, &graph), Some(vec![5, 5]));
        assert_eq!(way_back(0, &graph), None);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let mut graph: Vec<Vec<usize>> = (1..=200_000).map(|next| vec![next]).collect();
        graph.push(vec![0]);
        assert_eq!(components(&graph).len(), 1);
        assert_eq!(way_back(0, &graph).unwrap().len(), 200_002);
    }

    proptest! {
        #[test]
        fn nodes_are_together_exactly_if_they_reach_each_other(edges in proptest::collection::vec((0usize..7, 0usize..7), 0..16)) {
            let mut graph = vec![Vec::new(); 7];
            let mut reaches = [[false; 7]; 7];
            for (from, to) in edges {
                graph[from].push(to);
                reaches[from][to] = true;
            }
            let pairs = || (0..7).flat_map(|a| (0..7).map(move |b| (a, b)));
            for via in 0..7 {
                for (a, b) in pairs() {
                    reaches[a][b] |= reaches[a][via] && reaches[via][b];
                }
            }
            let components = components(&graph);
            let of = |node: usize| components.iter().position(|component| component.contains(&node)).unwrap();
            prop_assert_eq!(components.iter().map(Vec::len).sum::<usize>(), 7);
            for (a, b) in pairs() {
                prop_assert_eq!(way_back(a, &graph).is_some(), reaches[a][a]);
                prop_assert_eq!(of(a) == of(b), a == b || (reaches[a][b] && reaches[b][a]));
                prop_assert!(!reaches[a][b] || of(b) <= of(a));
            }
        }
    }
}
